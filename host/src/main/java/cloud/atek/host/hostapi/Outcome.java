package cloud.atek.host.hostapi;

import cloud.atek.host.events.EventSource;
import cloud.atek.host.gateway.Reply.SessionChange;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/// What a handler has to say.
sealed interface Outcome {

    /// @param session what happens to the caller's session cookie, null for nothing
    record Value(JsonNode result, @Nullable SessionChange session) implements Outcome {}

    /// Server-sent events, for a caller whose [cloud.atek.host.gateway.Terms] take them.
    ///
    /// @param source closed when the caller is gone, or may not hear it any more
    record Stream(EventSource source) implements Outcome {}

    record Failed(RpcError error) implements Outcome {}

    String NOT_AUTHORIZED = "Not authorized";

    /// Nothing to say, and all went well.
    Outcome DONE = new Value(NullNode.getInstance(), null);

    static Outcome value(Object result) {
        return new Value(MessageCodec.JSON.valueToTree(result), null);
    }

    /// @param message one plain sentence
    static Outcome refused(String message) {
        return new Failed(new RpcError(RpcError.Code.FAILED, message));
    }

    static Outcome notAuthorized() {
        return refused(NOT_AUTHORIZED);
    }
}
