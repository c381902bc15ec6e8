package cloud.atek.adb;

import cloud.atek.kit.LiveEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A commit ready to be sent, in the queues of some watchers: it counts once, as long as one of
/// them has it. Thread-safe.
final class ToldCommit {

    private final long sequence;
    private final List<LiveEvent> events;
    private final long chars;
    private final WatchRoom room;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final boolean fits;

    /// Held once, by who makes it.
    ///
    /// @param chars what it takes, about
    ToldCommit(long sequence, List<LiveEvent> events, long chars, WatchRoom room) {
        this.sequence = sequence;
        this.events = events;
        this.chars = chars;
        this.room = room;
        this.fits = room.queue(chars);
    }

    long sequence() {
        return sequence;
    }

    List<LiveEvent> events() {
        return events;
    }

    /// @return false when there is no room for it in any queue
    boolean hold() {
        if (fits) {
            holders.incrementAndGet();
        }
        return fits;
    }

    void release() {
        if (holders.decrementAndGet() == 0 && fits) {
            room.unqueue(chars);
        }
    }
}
