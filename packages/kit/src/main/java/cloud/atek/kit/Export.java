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
            return Deadline.within(request, () -> answer(request, body));
        } finally {
            memory.leave(taken);
        }
    }

    private Answer answer(Request request, byte[] body) {
        Message said;
        try {
            said = codec.read(body);
        } catch (MalformedMessageException e) {
            return json(new Message.Failure(NullNode.getInstance(), e.error()));
        }
        if (!(said instanceof Message.Request call)) {
            var error = new RpcError(RpcError.Code.INVALID_REQUEST, "want a request");
            return json(new Message.Failure(NullNode.getInstance(), error));
        }
        Optional<Caller> caller = Caller.of(request);
        if (caller.isEmpty()) {
            var error = new RpcError(RpcError.Code.DENIED, "Not authorized");
            return json(new Message.Failure(call.id(), error));
        }
        return dispatch.streams(call.method())
                ? stream(request, caller.get(), call)
                : json(dispatch.call(caller.get(), call));
    }

    private Answer stream(Request request, Caller caller, Message.Request call) {
        boolean wanted =
                request.headers().all("Accept").stream()
                        .anyMatch(accepted -> accepted.contains(EventStream.TYPE));
        if (!wanted) {
            String message = call.method() + " answers with a stream: want Accept: ";
            var error = new RpcError(RpcError.Code.INVALID_REQUEST, message + EventStream.TYPE);
            return json(new Message.Failure(call.id(), error));
        }
        return switch (dispatch.open(caller, call)) {
            case Dispatch.Opened.Refused(Message.Failure failure) -> json(failure);
            case Dispatch.Opened.Stream(Served<?> served) -> EventStream.answer(served::run);
        };
    }

    private Response json(Message message) {
        return Response.of(200, "application/json", codec.write(message));
    }
}
