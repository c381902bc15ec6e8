package cloud.atek.adb;

import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.kit.LiveEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One who watches a database. He reads the log until he is live; then what he is to hear comes by
/// a queue. When that is full he is let go, hears what is in it, and reads the log from there. One
/// thread runs it; any thread may close.
public final class Watcher implements AutoCloseable {

    private final Watches watches;
    private final WatchOptions options;
    private final WatchTopic topic;
    private final WatchSink sink;
    private final BlockingQueue<Optional<ToldCommit>> queue =
            new ArrayBlockingQueue<>(Limits.WATCH_QUEUE_COMMITS);
    private volatile boolean closed;

    /// The last commit that he heard of before he was let go, or -1.
    private volatile long dropped = -1;

    /// The last commit that he heard of.
    private long position;

    private long checkedNanos;
    private boolean told;

    Watcher(Watches watches, WatchOptions options, long after, WatchSink sink) {
        this.watches = watches;
        this.options = options;
        this.topic = new WatchTopic(options.path(), options.where());
        this.sink = sink;
        this.position = after;
    }

    WatchOptions options() {
        return options;
    }

    /// Watches until it is closed.
    ///
    /// @throws IOException when he is gone, or the log cannot be read
    /// @throws HistoryGoneException when compaction outran him
    /// @throws InvalidRecordException when too many watch
    public void run() throws IOException {
        watches.enter();
        try {
            while (!closed) {
                read();
                if (!closed && watches.join(this, position)) {
                    live();
                    follow();
                }
            }
        } finally {
            watches.leave(this);
            for (var left = queue.poll(); left != null; left = queue.poll()) {
                left.ifPresent(ToldCommit::release);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }

    /// Called under the lock of the live ones.
    ///
    /// @return false when there is no room
    boolean offer(ToldCommit commit) {
        if (!commit.hold()) {
            return false;
        }
        boolean taken = queue.offer(Optional.of(commit));
        if (!taken) {
            commit.release();
        }
        return taken;
    }

    /// He is not live any more; he was offered all up to `heard`.
    void dropped(long heard) {
        dropped = heard;
        wake();
    }

    /// Who has something in his queue does not sleep.
    private void wake() {
        boolean _ = queue.offer(Optional.empty());
    }

    /// Reads the log to its end.
    private void read() throws IOException {
        try (WatchReader reader = watches.reader(position)) {
            while (!closed && readOne(reader)) {
                position = reader.position();
            }
        }
    }

    /// A commit that is not small is held in memory only while there is room for it: he who waits
    /// for room has nothing, and reads it again.
    private boolean readOne(WatchReader reader) throws IOException {
        WatchRoom room = watches.room();
        int taken = 0;
        try {
            while (true) {
                Found found = find(reader, room, taken);
                if (found.events() == null) {
                    room.take(found.units());
                    taken = found.units();
                    continue;
                }
                taken = found.units();
                requireAllowed(!found.events().isEmpty());
                send(found.events(), taken > 0);
                return found.more();
            }
        } finally {
            room.give(taken);
        }
    }

    /// @param events null when there must be room first
    /// @param units that it takes
    private record Found(@Nullable List<LiveEvent> events, int units, boolean more) {}

    private Found find(WatchReader reader, WatchRoom room, int taken) throws IOException {
        return room.read(() -> {
            WatchedCommit commit = reader.next().orElse(null);
            if (commit == null) {
                return new Found(List.of(), taken, false);
            }
            int units = room.units(commit.bytes());
            if (units > taken && !room.tryTake(units)) {
                reader.back();
                return new Found(null, units, true);
            }
            return new Found(topic.events(commit), Math.max(units, taken), true);
        });
    }

    /// @param large whether others may wait for the room that it takes
    private void send(List<LiveEvent> events, boolean large) throws IOException {
        long begin = System.nanoTime();
        for (LiveEvent event : events) {
            sink.send(event);
            boolean slow = System.nanoTime() - begin > Limits.WATCH_LARGE_PATIENCE.toNanos();
            if (large && slow && watches.room().isWanted()) {
                throw new InvalidRecordException(
                        "The stream is too slow for a large commit while others wait: come back"
                                + " with fromSeq "
                                + position);
            }
        }
    }

    private void live() throws IOException {
        if (!told) {
            told = true;
            String seq = Long.toString(position);
            sink.send(new LiveEvent(seq, WatchEvent.LIVE, "{\"seq\":" + seq + "}"));
        }
    }

    /// Hears what comes, until he was let go and has heard all before that.
    private void follow() throws IOException {
        while (!closed) {
            Optional<ToldCommit> next = next();
            if (next.isPresent()) {
                hear(next.get());
            } else {
                requireAllowed(false);
                if (dropped >= 0 && queue.isEmpty()) {
                    position = dropped;
                    dropped = -1;
                    return;
                }
            }
        }
    }

    private void hear(ToldCommit commit) throws IOException {
        try {
            // He may have read ahead of the others.
            if (commit.sequence() > position) {
                requireAllowed(true);
                send(commit.events(), false);
                position = commit.sequence();
            }
        } finally {
            commit.release();
        }
    }

    private Optional<ToldCommit> next() throws IOException {
        try {
            // Once he was let go nothing comes any more.
            var next =
                    dropped >= 0
                            ? queue.poll()
                            : queue.poll(
                                    Limits.WATCH_CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return next == null ? Optional.empty() : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void requireAllowed(boolean now) throws IOException {
        long nanos = System.nanoTime();
        if (now || nanos - checkedNanos > Limits.WATCH_CHECK_EVERY.toNanos()) {
            checkedNanos = nanos;
            sink.requireAllowed();
        }
    }
}
