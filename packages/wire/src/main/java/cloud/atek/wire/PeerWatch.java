package cloud.atek.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Waits for the end of a connection on which only we still have something to say; what the peer
/// says meanwhile is dropped. Thread-safe.
final class PeerWatch implements Answer.Peer {

    private final ByteInput in;
    private @Nullable Runnable then;
    private boolean gone;
    private boolean over;

    /// @param in nobody else reads from now on
    PeerWatch(ByteInput in) {
        this.in = in;
    }

    void start() {
        Thread.ofVirtual().name("peer-watch").start(this::watch);
    }

    @Override
    public void whenGone(Runnable wanted) {
        synchronized (this) {
            then = wanted;
            if (!gone || over) {
                return;
            }
        }
        wanted.run();
    }

    /// From now on nobody is told any more.
    synchronized void end() {
        over = true;
    }

    private void watch() {
        try {
            in.skip(in.buffered());
            while (in.fill()) {
                in.skip(in.buffered());
            }
        } catch (IOException e) {
            // Closed by us or by the peer.
        }
        Runnable told;
        synchronized (this) {
            gone = true;
            told = over ? null : then;
        }
        if (told != null) {
            told.run();
        }
    }
}
