package cloud.atek.host.hostapi;

import cloud.atek.api.UserKey;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.sessions.UserSessionsApi.Credentials;
import cloud.atek.api.sessions.UserSessionsApi.Session;
import cloud.atek.api.sessions.UserSessionsApi.SessionInfo;
import cloud.atek.api.sessions.UserSessionsApi.SessionList;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.gateway.Reply.SessionChange;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Accounts;
import cloud.atek.host.users.LoginCheck;
import cloud.atek.host.users.People;
import cloud.atek.host.users.SessionRecord;
import cloud.atek.host.users.Sessions;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `atek.cloud/user-sessions-api`.
public final class SessionHandlers {

    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginCheck check;

    public SessionHandlers(People people) {
        this.accounts = people.accounts();
        this.sessions = people.sessions();
        this.check = people.loginCheck();
    }

    public ApiTable table() {
        return ApiTable.of(UserSessionsApi.ID)
                .method("whoami", Policy.ANYONE, Audited.NO, SessionHandlers::whoami)
                .method("login", Policy.ANYONE, Audited.of(this::meant), this::login)
                .method("logout", Policy.PERSON, Audited.yes(), this::logout)
                .method("list", Policy.PERSON, Audited.NO, this::list)
                .method("revoke", Policy.PERSON, Audited.of(this::revoked), this::revoke)
                .build();
    }

    /// Whose account somebody wants to come in by. Another name is not kept: people type passwords
    /// there.
    private Target meant(Call call) {
        String name = call.params().required(0, Credentials.class).username();
        return accounts.named(name)
                .map(account -> Target.user(account.username(), account.key()))
                .orElseGet(() -> Target.user("somebody unknown", null));
    }

    /// Whose sessions are ended.
    private @Nullable Target revoked(Call call) {
        return whose(call, 1)
                .flatMap(accounts::find)
                .map(account -> Target.user(account.username(), account.key()))
                .orElse(null);
    }

    private static Outcome whoami(Call call) {
        return Outcome.value(
                switch (call.caller()) {
                    case Caller.Nobody _ -> Session.NONE;
                    case Caller.Known known ->
                            new Session(
                                    true,
                                    known.username(),
                                    known.user().value(),
                                    known.admin() ? UsersApi.ADMIN : null);
                });
    }

    private Outcome login(Call call) {
        Credentials given = call.params().required(0, Credentials.class);
        return switch (check.check(given.username(), given.password(), given.code())) {
            case LoginCheck.Found.Right(Account account) -> loggedIn(account);
            case LoginCheck.Found.Wrong(String message) -> Outcome.refused(message);
            case LoginCheck.Found.CodeWanted _ ->
                    new Outcome.Failed(
                            new RpcError(
                                    UserSessionsApi.CODE_WANTED,
                                    "A code from your app is needed too",
                                    MessageCodec.JSON.createObjectNode().put("needs", "code")));
        };
    }

    private Outcome loggedIn(Account account) {
        var session =
                new Session(
                        true,
                        account.username(),
                        account.key().value(),
                        account.admin() ? UsersApi.ADMIN : null);
        return new Outcome.Value(
                MessageCodec.JSON.valueToTree(session),
                new SessionChange.Set(sessions.start(account)));
    }

    private Outcome logout(Call call) {
        String session = call.known().session();
        if (session != null) {
            sessions.end(session);
        }
        return new Outcome.Value(MessageCodec.JSON.nullNode(), new SessionChange.Clear());
    }

    private Outcome list(Call call) {
        String own = call.known().session();
        return whose(call, 0)
                .map(user ->
                        Outcome.value(
                                new SessionList(
                                        sessions.devices(user).stream()
                                                .map(device -> shown(device, own))
                                                .toList())))
                .orElseGet(Outcome::notAuthorized);
    }

    private SessionInfo shown(Sessions.Device device, @Nullable String own) {
        SessionRecord record = device.record();
        return new SessionInfo(
                record.shownId(),
                Objects.requireNonNullElse(record.device(), "An unknown device"),
                record.createdAt(),
                device.lastSeen().toString(),
                device.expires().toString(),
                sessions.same(record.sessionId(), own));
    }

    private Outcome revoke(Call call) {
        String which = call.params().required(0, String.class);
        Optional<UserKey> whose = whose(call, 1);
        if (whose.isEmpty()) {
            return Outcome.notAuthorized();
        }
        UserKey user = whose.get();
        switch (which) {
            case UserSessionsApi.ALL -> sessions.endAll(user);
            case UserSessionsApi.OTHERS -> sessions.endOthers(user, call.known().session());
            default -> sessions.endShown(user, which);
        }
        return Outcome.DONE;
    }

    /// Whose sessions are meant: the caller's, or for admins another's.
    private static Optional<UserKey> whose(Call call, int index) {
        Caller.Known caller = call.known();
        Optional<String> named = call.params().optional(index, String.class);
        if (named.isEmpty() || named.get().equals(caller.user().value())) {
            return Optional.of(caller.user());
        }
        return caller.admin() ? named.filter(UserKey::fits).map(UserKey::new) : Optional.empty();
    }
}
