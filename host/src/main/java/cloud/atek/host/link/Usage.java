package cloud.atek.host.link;

import cloud.atek.wire.SocketPath;
import cloud.atek.wire.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which services are in use: a call, a stream, a WebSocket or a page request is open, or was a
/// short while ago. Thread-safe.
public final class Usage implements Traffic {

    private final Map<Path, Use> uses = new ConcurrentHashMap<>();

    /// @param open connections with a request on its way
    /// @param atNanos when the last one began or ended, as [System#nanoTime] counts
    private record Use(int open, long atNanos) {

        Use plus(int change) {
            return new Use(open + change, System.nanoTime());
        }
    }

    /// From now on what goes to `socket` is counted, until [#forget].
    public void follow(Path socket) {
        uses.put(socket, new Use(0, System.nanoTime()));
    }

    public void forget(Path socket) {
        uses.remove(socket);
    }

    @Override
    public void begins(SocketPath to) {
        uses.computeIfPresent(to.path(), (_, use) -> use.plus(1));
    }

    @Override
    public void ends(SocketPath to) {
        uses.computeIfPresent(to.path(), (_, use) -> use.plus(-1));
    }

    /// For how long nothing went to `socket`; zero while something does.
    public Duration quiet(Path socket) {
        Use use = uses.get(socket);
        return use == null || use.open() > 0
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - use.atNanos());
    }
}
