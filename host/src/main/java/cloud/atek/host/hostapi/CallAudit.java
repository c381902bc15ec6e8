package cloud.atek.host.hostapi;

import cloud.atek.api.ApiId;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.gateway.Deed.Ending;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// Writes the calls of one API into the audit: what was changed before the caller hears of it, and
/// what was refused. Thread-safe.
final class CallAudit {

    private final ApiId api;
    private final Audit audit;

    CallAudit(ApiId api, Audit audit) {
        this.api = api;
        this.audit = audit;
    }

    /// Lets the handler do it, and writes down how it ended. What it throws is a failure too.
    Outcome around(Audited audited, String method, ApiTable.Call call, ApiTable.Handler handler) {
        Target target =
                audited instanceof Audited.Written(var before, _) ? named(before, call) : null;
        Outcome outcome;
        try {
            outcome = handler.on(call);
        } catch (RuntimeException e) {
            if (!(audited instanceof Audited.Not)) {
                int code =
                        e instanceof Params.MisfitException
                                ? RpcError.Code.INVALID_PARAM
                                : RpcError.Code.FAILED;
                write(call.caller(), method, target, new Ending.Failed(code));
            }
            throw e;
        }
        switch (outcome) {
            case Outcome.Failed(var error) -> {
                boolean refused = error.message().equals(Outcome.NOT_AUTHORIZED);
                if (refused || !(audited instanceof Audited.Not)) {
                    write(
                            call.caller(),
                            method,
                            target,
                            refused
                                    ? new Ending.Refused(error.code())
                                    : new Ending.Failed(error.code()));
                }
            }
            case Outcome.Stream _ -> {
                // What is read as it comes changes nothing.
            }
            case Outcome.Value value -> done(audited, method, call, target, value);
        }
        return outcome;
    }

    /// The policy of the method does not let the caller in.
    void refused(Caller caller, String method, RpcError refusal) {
        write(caller, method, null, new Ending.Refused(refusal.code()));
    }

    private void done(
            Audited audited,
            String method,
            ApiTable.Call call,
            @Nullable Target before,
            Outcome.Value value) {
        if (audited instanceof Audited.Not) {
            return;
        }
        Target target = before;
        if (audited instanceof Audited.Written(_, var after)) {
            Target made = named(after, value.result());
            target = made == null ? before : made;
        }
        write(doer(call.caller(), value), method, target, Ending.DONE);
    }

    /// Who logs in is nobody before, and somebody when it is done.
    private static Caller doer(Caller caller, Outcome.Value value) {
        JsonNode session = value.result();
        return value.session() != null && session.path("isActive").asBoolean()
                ? new Caller.Known(
                        new UserKey(session.path("userKey").asText()),
                        session.path("username").asText(),
                        session.path("role").asText().equals("admin"),
                        new Caller.Via.Browser(""))
                : caller;
    }

    private void write(Caller caller, String method, @Nullable Target target, Ending ending) {
        audit.record(new Deed(caller, api + " " + method, target, ending, null));
    }

    private static @Nullable Target named(Audited.Before naming, ApiTable.Call call) {
        try {
            return naming.of(call);
        } catch (RuntimeException e) {
            // The handler says what is wrong with these params.
            return null;
        }
    }

    private static @Nullable Target named(Audited.After naming, JsonNode result) {
        try {
            return naming.of(result);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
