package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.DataKey;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.Opened;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Seals the bodies of rows, and opens them, with the keys of the reader groups that one person is
/// in.
///
/// Each row has a data key of its own, wrapped under the current read key of its group. The key
/// serves the row as long as that read key is current and this object remembers it; then the row
/// gets a new one, which costs nothing in the log, as every version of a row brings its key along.
/// So a data key never has a second sealer, and its nonces are told apart by counting alone.
///
/// Thread-safe. It never prints a key.
public final class Sealing implements AutoCloseable {

    private final VerifyKey chain;
    private final HeaderBytes headers;
    private final Map<RowKey, ReadKeys> groups = new HashMap<>();
    private final RowSealers sealers = new RowSealers();
    private final ReentrantLock lock = new ReentrantLock();

    public Sealing(VerifyKey chain, HeaderBytes headers) {
        this.chain = chain;
        this.headers = headers;
    }

    /// Takes the keys of a group over, and closes those of an earlier state of it. When the given
    /// ones are of an earlier state than those held, they are closed and the newer ones stay.
    ///
    /// @throws IllegalArgumentException when the group is in another chain
    /// @throws IllegalStateException when [ReaderLimits#GROUPS_MAX] groups are held; nothing is
    ///   taken over then
    public void hold(ReadKeys keys) {
        if (!keys.group().chain().equals(chain)) {
            throw new IllegalArgumentException(
                    "the reader group " + keys.group() + " is in another chain");
        }
        RowKey row = keys.group().row();
        lock.lock();
        try {
            if (!groups.containsKey(row) && groups.size() == ReaderLimits.GROUPS_MAX) {
                throw new IllegalStateException(
                        "the keys of " + groups.size() + " reader groups are held already");
            }
            ReadKeys held = groups.get(row);
            if (held != null && held.follows(keys)) {
                keys.close();
                return;
            }
            groups.put(row, keys);
            if (held != null && held != keys) {
                held.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Seals the body of `put` for the members of a group.
    ///
    /// @param group the row that holds the group
    /// @param put not sealed; its body may be compressed. Its rule must stand in it already: all of
    ///   it but the body is bound by the seal
    /// @return the same with its body sealed and the data key in its encoding, or
    ///   [Reading.Reason#UNKNOWN_KEY] when the group's keys are not held
    /// @throws IllegalArgumentException when `put` is sealed already
    public Reading<Event.Put> seal(RowKey group, Event.Put put) {
        if (put.encoding().sealed()) {
            throw new IllegalArgumentException("the row " + put.key() + " is sealed already");
        }
        RowSealers.Kept kept = sealer(group, put.key());
        if (kept == null) {
            return Reading.refused(
                    Reading.Reason.UNKNOWN_KEY,
                    "the row "
                            + put.key()
                            + " is to be sealed for the reader group "
                            + new GroupId(chain, group)
                            + ", whose keys are not held here");
        }
        var encoding = new Encoding(put.encoding().compression(), kept.wrapped());
        byte[] header = headers.of(with(put, Bytes.EMPTY, encoding));
        byte[] sealed = kept.sealer().seal(header, put.body().toArray());
        return new Reading.Good<>(with(put, Bytes.owning(sealed), encoding));
    }

    /// Opens the body of a row that is sealed for any group whose keys are held.
    ///
    /// The group is found by the key that the row names, not by the rule it has now: a row that
    /// inherits stays readable when the rule above it changes.
    ///
    /// @return the same with its body opened; that may be compressed
    /// @throws IllegalArgumentException when `put` is not sealed
    public Reading<Event.Put> open(Event.Put put) {
        Bytes wrapped = put.encoding().wrappedKey();
        if (wrapped == null) {
            throw new IllegalArgumentException("the row " + put.key() + " is not sealed");
        }
        return switch (unwrap(wrapped)) {
            case Reading.Good<DataKey>(DataKey key) -> {
                try {
                    yield open(put, key);
                } finally {
                    key.wipe();
                }
            }
            case Reading.Refused<DataKey>(Reading.Reason reason, String message) ->
                    Reading.refused(reason, message);
        };
    }

    /// Wipes all keys. Nothing must be sealed or opened meanwhile or afterwards.
    @Override
    public void close() {
        lock.lock();
        try {
            groups.values().forEach(ReadKeys::close);
            groups.clear();
            sealers.wipe();
        } finally {
            lock.unlock();
        }
    }

    private RowSealers.@Nullable Kept sealer(RowKey group, RowKey row) {
        lock.lock();
        try {
            ReadKeys keys = groups.get(group);
            return keys == null ? null : sealers.of(row, keys.current());
        } finally {
            lock.unlock();
        }
    }

    private Reading<DataKey> unwrap(Bytes wrapped) {
        KeyId named = KeyId.namedIn(wrapped);
        lock.lock();
        try {
            for (ReadKeys keys : groups.values()) {
                if (keys.holds(named)) {
                    return unwrap(keys.find(named), wrapped);
                }
            }
        } finally {
            lock.unlock();
        }
        return Reading.refused(
                Reading.Reason.UNKNOWN_KEY,
                "sealed with the read key "
                        + named
                        + ", which no reader group that is open here has: open its group again");
    }

    private static Reading<DataKey> unwrap(Reading<ReadKey> found, Bytes wrapped) {
        return switch (found) {
            case Reading.Good<ReadKey>(ReadKey key) ->
                    switch (key.unwrapDataKey(wrapped.toArray())) {
                        case Opened.Good<DataKey>(DataKey inner) -> new Reading.Good<>(inner);
                        case Opened.Refused<DataKey> refused -> Reading.refused(refused);
                    };
            case Reading.Refused<ReadKey>(Reading.Reason reason, String message) ->
                    Reading.refused(reason, message);
        };
    }

    private Reading<Event.Put> open(Event.Put put, DataKey key) {
        byte[] header = headers.of(with(put, Bytes.EMPTY, put.encoding()));
        var plain = new Encoding(put.encoding().compression(), null);
        return switch (key.open(header, put.body().toArray())) {
            case Opened.Good<Bytes>(Bytes body) -> new Reading.Good<>(with(put, body, plain));
            case Opened.Refused<Bytes> refused -> Reading.refused(refused);
        };
    }

    private static Event.Put with(Event.Put put, Bytes body, Encoding encoding) {
        return new Event.Put(put.key(), put.place(), put.type(), body, encoding, put.authority());
    }
}
