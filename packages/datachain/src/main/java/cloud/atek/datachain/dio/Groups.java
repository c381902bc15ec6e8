package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.MalformedReadersException;
import cloud.atek.datachain.readers.ReadKeys;
import cloud.atek.datachain.readers.ReaderLimits;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Reading;
import cloud.atek.datachain.readers.Sealing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The reader groups that one person opened in one chain, each at the newest state that he saw on
/// disk. Thread-safe.
final class Groups implements AutoCloseable {

    private final VerifyKey chain;
    private final List<RecipientKey> keys;
    private final Sealing sealing;
    private final Map<RowKey, Known> known = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /// What is known of a group since the commit that put it.
    ///
    /// @param closed why it is not open, a plain sentence; null when it is
    private record Known(long sequence, @Nullable String closed) {}

    Groups(VerifyKey chain, List<RecipientKey> keys) {
        this.chain = chain;
        this.keys = List.copyOf(keys);
        this.sealing = new Sealing(chain, put -> header(chain, put));
    }

    /// Of the same person, with nothing opened.
    Groups fresh() {
        return new Groups(chain, keys);
    }

    Sealing sealing() {
        return sealing;
    }

    /// Opens a group as a snapshot sees it, unless that, or a newer state, was tried before.
    ///
    /// @return why it stays closed, a plain sentence; null when it is open
    @Nullable String open(RowKey group, Snapshot snapshot) throws IOException {
        long sequence = snapshot.sequenceOf(group);
        lock.lock();
        try {
            Known before = known.get(group);
            if (before == null && known.size() == ReaderLimits.GROUPS_MAX) {
                return "this session has " + known.size() + " reader groups open already";
            }
            if (before == null || before.sequence() < sequence) {
                Optional<Event.Put> row = snapshot.load(group);
                before = new Known(sequence, row.isEmpty() ? noGroup(group) : open(row.get()));
                known.put(group, before);
            }
            return before.closed();
        } finally {
            lock.unlock();
        }
    }

    /// Opens a group as its row is.
    ///
    /// @return why it stays closed, a plain sentence; null when it is open
    @Nullable String open(Event.Put row) {
        if (!row.type().equals(Readers.TYPE)) {
            return noGroup(row.key());
        }
        try {
            Readers readers = Readers.read(new GroupId(chain, row.key()), row.body());
            String closed = "this session has no key for the reader group " + readers.group();
            for (RecipientKey key : keys) {
                switch (readers.open(key)) {
                    case Reading.Good<ReadKeys>(ReadKeys opened) -> {
                        sealing.hold(opened);
                        return null;
                    }
                    case Reading.Refused<ReadKeys>(_, String message) -> closed = message;
                }
            }
            return closed;
        } catch (MalformedReadersException e) {
            return noGroup(row.key()) + ": " + e.getMessage();
        }
    }

    @Override
    public void close() {
        sealing.close();
    }

    private static String noGroup(RowKey row) {
        return "in the row " + row + " there is no reader group";
    }

    private static byte[] header(VerifyKey chain, Event.Put put) {
        Bytes header = put.header();
        ByteBuffer out = ByteBuffer.allocate(VerifyKey.BYTES + header.size());
        chain.value().putInto(out);
        header.putInto(out);
        return out.array();
    }
}
