package cloud.atek.host.hostapi;

import cloud.atek.api.ApiId;
import cloud.atek.host.events.EventBytes;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.HostApi;
import cloud.atek.host.gateway.Reply;
import cloud.atek.host.gateway.Terms;
import cloud.atek.rpc.Envelope;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import cloud.atek.rpc.RpcError.Code;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One API as a table: a row is a method's name, its policy and its handler, so that none can be
/// without a policy. Thread-safe once built.
public final class ApiTable implements HostApi {

    private static final Logger log = LoggerFactory.getLogger(ApiTable.class);

    private final MessageCodec codec = MessageCodec.ofCalls();
    private final Map<String, Row> rows;
    private final ApiId id;
    private final CallAudit audit;

    @FunctionalInterface
    interface Handler {
        Outcome on(Call call);
    }

    /// One call, its policy already checked.
    record Call(Caller caller, Params params, Terms terms) {

        /// The proven caller.
        ///
        /// @throws IllegalStateException in a handler whose policy is [Policy#ANYONE]
        Caller.Known known() {
            if (caller instanceof Caller.Known known) {
                return known;
            }
            throw new IllegalStateException("a policy let nobody in");
        }
    }

    private record Row(Policy policy, Audited audited, Handler handler) {}

    /// Collects the rows of one API.
    static final class Builder {
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final ApiId id;

        private Builder(ApiId id) {
            this.id = id;
        }

        /// @param audited whether its calls are written down, and what they are about
        Builder method(String name, Policy policy, Audited audited, Handler handler) {
            rows.put(name, new Row(policy, audited, handler));
            return this;
        }

        /// A method of which nobody said yet whether it is written down.
        Builder method(String name, Policy policy, Handler handler) {
            return method(name, policy, Audited.UNSAID, handler);
        }

        ApiTable build() {
            return new ApiTable(id, rows, Audit.NONE);
        }
    }

    static Builder of(ApiId id) {
        return new Builder(id);
    }

    private ApiTable(ApiId id, Map<String, Row> rows, Audit audit) {
        this.id = id;
        this.rows = new LinkedHashMap<>(rows);
        this.audit = new CallAudit(id, audit);
    }

    @Override
    public ApiId id() {
        return id;
    }

    @Override
    public HostApi auditedBy(Audit book) {
        return new ApiTable(id, rows, book);
    }

    /// Every method and whether it is written down.
    public Map<String, Audited> audited() {
        var audited = new LinkedHashMap<String, Audited>();
        rows.forEach((name, row) -> audited.put(name, row.audited()));
        return audited;
    }

    /// Every method and who may call it.
    public Map<String, Policy> policies() {
        var policies = new LinkedHashMap<String, Policy>();
        rows.forEach((name, row) -> policies.put(name, row.policy()));
        return policies;
    }

    @Override
    public Reply call(Caller caller, Envelope envelope, byte[] request, Terms terms) {
        Row row = rows.get(envelope.method());
        if (caller instanceof Caller.Nobody && (row == null || row.policy() != Policy.ANYONE)) {
            return new Reply.Unauthorized();
        }
        if (row == null) {
            return failure(
                    envelope,
                    new RpcError(Code.NOT_FOUND, "Method not found: " + envelope.method()));
        }
        if (!row.policy().allows(caller)) {
            var refusal = new RpcError(Code.FAILED, "Not authorized");
            audit.refused(caller, envelope.method(), refusal);
            return failure(envelope, refusal);
        }
        return switch (outcome(row, caller, request, terms)) {
            case Outcome.Failed(var error) -> failure(envelope, error);
            case Outcome.Stream(var source) -> new Reply.Stream(new EventBytes(source));
            case Outcome.Value(var result, var session) ->
                    new Reply.Answer(
                            codec.write(new Message.Success(envelope.id(), result)), session);
        };
    }

    private Outcome outcome(Row row, Caller caller, byte[] request, Terms terms) {
        try {
            var read = (Message.Request) codec.read(request);
            var call = new Call(caller, new Params(read.params()), terms);
            return audit.around(row.audited(), read.method(), call, row.handler());
        } catch (MalformedMessageException e) {
            return new Outcome.Failed(e.error());
        } catch (Params.MisfitException e) {
            return new Outcome.Failed(
                    new RpcError(Code.INVALID_PARAM, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // The one catch-all of the host's own APIs: the cause is ours alone, the id finds it.
            String call = CallContext.current().id();
            log.error("call {}: {} failed", call, id, e);
            return new Outcome.Failed(
                    new RpcError(
                            Code.FAILED, "The host could not do this (call %s)".formatted(call)));
        }
    }

    private Reply failure(Envelope envelope, RpcError error) {
        return new Reply.Answer(codec.write(new Message.Failure(envelope.id(), error)), null);
    }
}
