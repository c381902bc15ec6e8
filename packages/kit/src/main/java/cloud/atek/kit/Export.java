package cloud.atek.kit;

import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.util.Optional;

/// Answers an API's calls: one JSON-RPC request by POST, one answer with status 200.
final class Export implements HttpServer.Handler {

    /// One call, in bytes. The host's own limit for a call is not higher.
    static final int CALL_BYTES_MAX = 16 << 20;

    private final MessageCodec codec = MessageCodec.ofCalls();
    private final CallMemory memory = new CallMemory(Runtime.getRuntime().maxMemory() / 2);
    private final Dispatch<?> dispatch;

    Export(Dispatch<?> dispatch) {
        this.dispatch = dispatch;
    }

    @Override
    public Answer handle(Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return Response.text(405, "want POST").with("Allow", "POST");
        }
        long length = request.body().length();
        int taken =
                memory.enter(
                        length == Body.UNKNOWN ? CALL_BYTES_MAX : Math.min(length, CALL_BYTES_MAX));
        try {
            byte[] body = request.body().bytes(CALL_BYTES_MAX);
            return Response.of(200, "application/json", codec.write(answer(request, body)));
        } finally {
            memory.leave(taken);
        }
    }

    private Message answer(Request request, byte[] body) {
        Message said;
        try {
            said = codec.read(body);
        } catch (MalformedMessageException e) {
            return new Message.Failure(NullNode.getInstance(), e.error());
        }
        if (!(said instanceof Message.Request call)) {
            return new Message.Failure(
                    NullNode.getInstance(),
                    new RpcError(RpcError.Code.INVALID_REQUEST, "want a request"));
        }
        Optional<Caller> caller = Caller.of(request);
        if (caller.isEmpty()) {
            return new Message.Failure(
                    call.id(), new RpcError(RpcError.Code.DENIED, "Not authorized"));
        }
        return dispatch.call(caller.get(), call);
    }
}
