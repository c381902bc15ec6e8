import cloud.atek.api.ApiId;
import cloud.atek.kit.Service;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Limits;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Answers calls, echoes WebSockets and sends as many bytes as it is asked for. */
public class Main {

    public interface Load {
        ApiId ID = new ApiId("example.com/load");

        String say(String name);
    }

    private static final int CONNECTIONS_MAX = 4_000;

    public static void main(String[] args) {
        Service.fromEnvironment()
                .limits(Limits.DEFAULT.withConnections(CONNECTIONS_MAX))
                .export("/_api", Load.class, caller -> name -> "Hello, " + name)
                .webSocket("/socket", Main::echo)
                .page("/bytes", request -> bytes(Long.parseLong(request.query()) << 20))
                .serve();
    }

    private static void echo(WebSocket socket) throws IOException {
        for (Message message = socket.receive(); ; message = socket.receive()) {
            if (!(message instanceof Message.Text(String text))) {
                return;
            }
            socket.send(text);
        }
    }

    private static Response bytes(long length) {
        return new Response(
                200,
                Headers.of("Content-Type", "application/octet-stream"),
                Body.of(new Zeros(length), length));
    }

    /** So many bytes, made without work. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int some = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + some, (byte) 0);
            left -= some;
            return some;
        }
    }
}
