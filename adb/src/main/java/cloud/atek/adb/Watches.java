package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.datachain.Chain;
import cloud.atek.kit.LiveEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those who watch one database. One thread reads its log for all who are live, decodes a commit
/// once, and hands it to them ready to be sent. Who is behind reads the log himself, and is live
/// when he has read as far as that thread. Thread-safe.
final class Watches {

    private static final Logger log = LoggerFactory.getLogger(Watches.class);
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Chain chain;
    private final Past past;
    private final WatchRoom room;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Live> topics = new HashMap<>();
    private @Nullable Tail tail;
    private int watchers;

    private record Key(KeyPath path, Filter where) {}

    /// Those who are live and want the same.
    private record Live(WatchTopic topic, Set<Watcher> watchers) {}

    Watches(Chain chain, Past past, WatchRoom room) {
        this.chain = chain;
        this.past = past;
        this.room = room;
    }

    /// The sequence that somebody watches from.
    ///
    /// @param from null for now
    /// @throws InvalidRecordException when there is no such commit yet, or no more watchers fit
    /// @throws HistoryGoneException when what is after it is not there any more
    long from(@Nullable Long from) throws IOException {
        long last = chain.lastSequence();
        if (from != null && from > last) {
            throw new InvalidRecordException(
                    "The database is at %d: there is no commit %d yet".formatted(last, from));
        }
        if (from != null) {
            room.read(() -> {
                WatchReader.require(chain, from);
                return from;
            });
        }
        lock.lock();
        try {
            requirePlace();
        } finally {
            lock.unlock();
        }
        return from == null ? last : from;
    }

    /// @param after the last commit that is not told
    Watcher watcher(WatchOptions options, long after, WatchSink sink) {
        return new Watcher(this, options, after, sink);
    }

    /// @throws InvalidRecordException when there are too many
    void enter() {
        lock.lock();
        try {
            requirePlace();
            room.enter();
            watchers++;
        } finally {
            lock.unlock();
        }
    }

    void leave(Watcher watcher) {
        lock.lock();
        try {
            remove(watcher);
            watchers--;
            room.leave();
        } finally {
            lock.unlock();
        }
    }

    WatchRoom room() {
        return room;
    }

    WatchReader reader(long after) {
        return new WatchReader(chain, past, after);
    }

    /// Makes a watcher live who knows of all up to `position`.
    ///
    /// @return false when others are ahead of him: he reads on first
    boolean join(Watcher watcher, long position) {
        lock.lock();
        try {
            Tail running = tail;
            if (running != null && position < running.position) {
                return false;
            }
            if (running == null) {
                running = new Tail(position);
                tail = running;
                Thread.ofVirtual().name("watch").start(running);
            }
            WatchOptions wanted = watcher.options();
            topics.computeIfAbsent(
                            new Key(wanted.path(), wanted.where()),
                            key ->
                                    new Live(
                                            new WatchTopic(key.path(), key.where()),
                                            new HashSet<>()))
                    .watchers()
                    .add(watcher);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void requirePlace() {
        if (watchers >= Limits.DATABASE_WATCHERS_MAX) {
            throw new InvalidRecordException(
                    "%,d streams watch this database, and no more fit: come back later"
                            .formatted(watchers));
        }
    }

    private void remove(Watcher watcher) {
        var key = new Key(watcher.options().path(), watcher.options().where());
        Live live = topics.get(key);
        if (live != null && live.watchers().remove(watcher) && live.watchers().isEmpty()) {
            topics.remove(key);
        }
        Tail running = tail;
        if (topics.isEmpty() && running != null) {
            tail = null;
            running.ended = true;
            chain.wake();
        }
    }

    /// Reads the log for all who are live.
    private final class Tail implements Runnable {

        private volatile boolean ended;

        /// The last commit that those who are live were told, under the lock.
        private long position;

        Tail(long position) {
            this.position = position;
        }

        @Override
        public void run() {
            try (WatchReader reader = reader(position)) {
                while (!ended) {
                    chain.awaitBeyond(reader.position(), PATIENCE, () -> ended);
                    while (!ended && room.read(() -> told(reader))) {
                        // More may be there.
                    }
                }
            } catch (IOException | RuntimeException e) {
                log.debug("{}: everybody reads the log himself now: {}", chain.id(), e.toString());
            } finally {
                letGo();
            }
        }

        private boolean told(WatchReader reader) throws IOException {
            var commit = reader.next().orElse(null);
            if (commit == null) {
                return false;
            }
            lock.lock();
            try {
                if (tail == this) {
                    for (Live live : List.copyOf(topics.values())) {
                        tell(live, commit);
                    }
                    position = commit.sequence();
                }
            } finally {
                lock.unlock();
            }
            return true;
        }

        private void tell(Live live, WatchedCommit commit) throws IOException {
            if (commit.bytes() > Limits.WATCH_LIVE_BYTES_MAX) {
                if (live.topic().concerns(commit)) {
                    List.copyOf(live.watchers()).forEach(one -> drop(one, commit.sequence() - 1));
                }
                return;
            }
            List<LiveEvent> events = live.topic().events(commit);
            if (events.isEmpty()) {
                return;
            }
            var told = new ToldCommit(commit.sequence(), events, commit.bytes(), room);
            try {
                for (Watcher one : List.copyOf(live.watchers())) {
                    if (!one.offer(told)) {
                        drop(one, commit.sequence() - 1);
                    }
                }
            } finally {
                told.release();
            }
        }

        private void drop(Watcher watcher, long heard) {
            remove(watcher);
            watcher.dropped(heard);
        }

        /// When this thread cannot go on, each of them finds out by himself why.
        private void letGo() {
            lock.lock();
            try {
                if (tail == this) {
                    for (Live live : List.copyOf(topics.values())) {
                        List.copyOf(live.watchers()).forEach(one -> drop(one, position));
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
