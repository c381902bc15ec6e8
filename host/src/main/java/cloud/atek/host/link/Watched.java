package cloud.atek.host.link;

import cloud.atek.host.gateway.OpenUses;
import cloud.atek.host.gateway.Proxied;
import cloud.atek.wire.Body;
import cloud.atek.wire.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The body of an answer that is passed on, cut off when its reader may not have it any more. One
/// thread reads, any may close.
final class Watched extends FilterInputStream {

    private static final Logger log = LoggerFactory.getLogger(Watched.class);

    private final OpenUses.Watch watch;

    private Watched(InputStream in, Proxied.To to) {
        super(in);
        this.watch = to.opening().begin(() -> cut(in));
    }

    /// What is at hand as a whole is not watched.
    static Response of(Response answer, Proxied.To to) {
        return answer.body() instanceof Body.Stream(InputStream in, long length)
                ? new Response(
                        answer.status(), answer.headers(), Body.of(new Watched(in, to), length))
                : answer;
    }

    private static void cut(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            log.debug("an answer did not close", e);
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        super.close();
    }
}
