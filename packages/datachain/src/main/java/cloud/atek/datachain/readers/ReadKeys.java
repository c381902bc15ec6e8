package cloud.atek.datachain.readers;

import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.Opened;
import cloud.atek.crypto.seal.ReadKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// What a member of a reader group holds: its current read key, and with it all older ones, each
/// unwrapped when it is first asked for. Closing wipes them.
///
/// Thread-safe, as long as nobody uses a key while another thread closes this. It never prints a
/// key.
public final class ReadKeys implements AutoCloseable {

    private final Readers readers;
    private final ReadKey current;
    private final Map<KeyId, OlderKey> older = new HashMap<>();
    private final Map<KeyId, ReadKey> unwrapped = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private boolean closed;

    /// Keeps `current`.
    ReadKeys(Readers readers, ReadKey current) {
        this.readers = readers;
        this.current = current;
        readers.older().forEach(key -> older.put(key.id(), key));
    }

    public GroupId group() {
        return readers.group();
    }

    /// The key that new rows are sealed for. It stays this object's: do not wipe it.
    ///
    /// @throws IllegalStateException after [#close]
    public ReadKey current() {
        lock.lock();
        try {
            requireOpen();
            return current;
        } finally {
            lock.unlock();
        }
    }

    /// Tells whether the group has, or had, the read key `id`.
    public boolean holds(KeyId id) {
        return id.equals(readers.current()) || older.containsKey(id);
    }

    /// The current or an older read key. It stays this object's: do not wipe it.
    ///
    /// @throws IllegalStateException after [#close]
    public Reading<ReadKey> find(KeyId id) {
        lock.lock();
        try {
            requireOpen();
            if (id.equals(readers.current())) {
                return new Reading.Good<>(current);
            }
            ReadKey known = unwrapped.get(id);
            return known == null ? unwrap(id) : new Reading.Good<>(known);
        } finally {
            lock.unlock();
        }
    }

    /// Wipes all keys. Doing it twice does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            current.wipe();
            unwrapped.values().forEach(ReadKey::wipe);
            unwrapped.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "ReadKeys[of " + group() + "]";
    }

    /// Tells whether these are the keys of exactly this state of `other`, as far as keys go.
    boolean match(Readers other) {
        return group().equals(other.group())
                && readers.current().equals(other.current())
                && readers.older().equals(other.older());
    }

    /// Tells whether these are of a later state of the group than `other`: it was rotated between.
    boolean follows(ReadKeys other) {
        return older.containsKey(other.readers.current());
    }

    private Reading<ReadKey> unwrap(KeyId id) {
        OlderKey wrapped = older.get(id);
        if (wrapped == null) {
            return Reading.refused(
                    Reading.Reason.UNKNOWN_KEY,
                    "the read key "
                            + id
                            + " is not one of the reader group "
                            + group()
                            + " as it was opened here");
        }
        return switch (current.unwrapReadKey(wrapped.wrapped().toArray())) {
            case Opened.Good<ReadKey>(ReadKey key) when key.id().equals(id) -> {
                unwrapped.put(id, key);
                yield new Reading.Good<>(key);
            }
            case Opened.Good<ReadKey>(ReadKey key) -> {
                key.wipe();
                yield Reading.refused(
                        Reading.Reason.WRONG_KEY,
                        "in place of the read key " + id + " there is another one in " + group());
            }
            case Opened.Refused<ReadKey> refused -> Reading.refused(refused);
        };
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the keys of " + group() + " were closed");
        }
    }
}
