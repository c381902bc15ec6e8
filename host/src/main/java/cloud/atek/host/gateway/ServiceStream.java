package cloud.atek.host.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The events of a service as they come. When the service breaks them off between two events, a
/// last event `error` says so and the stream ends well; in the midst of one it just breaks, so that
/// nobody takes half an event for a whole one. One thread reads, any may close.
final class ServiceStream extends InputStream {

    private final InputStream in;
    private final byte[] last;
    private final Tallies.Tally tally;
    private volatile boolean closed;
    private int lineFeeds = 2;
    private byte @Nullable [] rest;
    private int at;

    /// @param service its id, for the reader
    /// @param tally counts its bytes
    ServiceStream(InputStream in, String service, Tallies.Tally tally) {
        this.in = in;
        this.tally = tally;
        ObjectNode data = MessageCodec.JSON.createObjectNode();
        data.put("code", RpcError.Code.UNREACHABLE).put("message", service + " broke off");
        this.last = ("event: error\ndata: " + data + "\n\n").getBytes(UTF_8);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        byte[] said = rest;
        if (said == null) {
            try {
                int came = in.read(into, offset, length);
                look(into, offset, came);
                tally.answered(Math.max(0, came));
                return came;
            } catch (IOException e) {
                if (closed || lineFeeds < 2) {
                    throw e;
                }
                said = last;
                rest = last;
            }
        }
        int some = Math.min(length, said.length - at);
        System.arraycopy(said, at, into, offset, some);
        at += some;
        return some == 0 ? -1 : some;
    }

    /// Counts the line ends behind which the stream is; two end an event.
    private void look(byte[] into, int offset, int came) {
        for (int i = offset; i < offset + came; i++) {
            if (into[i] == '\n') {
                lineFeeds++;
            } else if (into[i] != '\r') {
                lineFeeds = 0;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }
}
