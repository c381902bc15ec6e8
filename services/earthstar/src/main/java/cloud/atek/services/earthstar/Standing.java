package cloud.atek.services.earthstar;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;

/// What a caller may have. The host has all. A user in person, which is by the pub's own page, has
/// all that is his; through a service he has what that service made or joined. What the host itself
/// joined belongs to the household, so every user has it in person.
record Standing(Caller caller, ServiceKey self) {

    boolean host() {
        return caller.user().equals(UserKey.SYSTEM)
                && (caller.service().equals(Caller.HOST)
                        || caller.service().equals(ServiceKey.HOST));
    }

    boolean inPerson() {
        return host() || caller.service().equals(self);
    }

    Entry.Member member() {
        return new Entry.Member(caller.user().value(), caller.service().value());
    }

    boolean has(Entry entry) {
        return host() || entry.members().stream().anyMatch(this::is);
    }

    boolean is(Entry.Member member) {
        boolean same = member.user().equals(caller.user().value());
        return inPerson()
                ? same || member.user().equals(UserKey.SYSTEM.value())
                : same && member.service().equals(caller.service().value());
    }

    boolean has(Keyring.Held keypair) {
        boolean same = keypair.user().equals(caller.user().value());
        return host()
                || (same && (inPerson() || keypair.service().equals(caller.service().value())));
    }

    boolean has(WorkspaceKeys.Held keys) {
        return host() || is(keys.member());
    }

    /// Whether he may change the settings of a workspace.
    boolean owns(Entry entry) {
        return host()
                || (inPerson()
                        && !entry.members().isEmpty()
                        && entry.members().getFirst().user().equals(caller.user().value()));
    }

    void requireOwner(Entry entry) {
        if (!owns(entry)) {
            throw RpcException.denied(
                    "Only who made or first joined the workspace changes it, on the page of Earthstar");
        }
    }

    void requireHost() {
        if (!host()) {
            throw RpcException.denied(
                    "Only the owner of this home changes this, by `atek earthstar cfg`");
        }
    }

    void requireInPerson(String what) {
        if (!inPerson()) {
            throw RpcException.denied(what + " is for the user in person, not for a service");
        }
    }

    /// One answer for what is not here and what the caller has not joined.
    static RpcException unknown() {
        return new RpcException(
                RpcError.Code.FAILED,
                "This workspace is not joined here: join it first, by its address");
    }
}
