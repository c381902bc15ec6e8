package cloud.atek.host.audit;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// The volume that is being written: one chain. Thread-safe; those who append at a time share one
/// sync of the disk.
///
/// All entries are versions of one row: so the chain knows one row in memory, however many there
/// are, and its log has them all.
///
/// @param number from 1
/// @param began when it was made
record Volume(int number, Path folder, Chain chain, Instant began) implements AutoCloseable {

    static final String ENTRY = "atek.cloud/audit/entry";

    /// The first row of a volume: which one came before it, a [Link].
    static final String LINK = "atek.cloud/audit/link";

    /// A volume of this many bytes is followed by the next: about 8 000 entries.
    static final long BYTES_MAX = 4 << 20;

    /// So is one of this age, so that what is too old can go.
    static final Duration AGE_MAX = Duration.ofDays(90);

    /// So many entries are written between two looks at the size on disk.
    private static final int LOOK_EVERY = 64;

    private static final RowKey ROW = new RowKey(0x6174656b, 2);

    /// Returns when it is on disk.
    ///
    /// @throws IOException when the disk failed; the entry may be there or not, and the volume
    ///   takes no more
    void append(AuditEntry entry) throws IOException {
        put(ENTRY, Entries.write(entry));
    }

    void link(Link previous) throws IOException {
        put(LINK, previous.toJson());
    }

    /// Whether the next one should be begun.
    boolean full(Instant now) throws IOException {
        return (chain.lastSequence() % LOOK_EVERY == 0 && Shelf.bytes(folder) > BYTES_MAX)
                || Duration.between(began, now).compareTo(AGE_MAX) > 0;
    }

    /// What the next volume says of this one. It must be closed after that.
    Link asPrevious() throws IOException {
        long size = chain.lastSequence();
        return new Link(number, chain.id().hex(), size, chain.root(size).hex(), null);
    }

    private void put(String type, byte[] json) throws IOException {
        var put = new Event.Put(ROW, null, type, Bytes.owning(json));
        if (chain.commit(Change.of(put)) instanceof Outcome.Refused(var reasons)) {
            throw new IllegalStateException("the audit was refused by its chain: " + reasons);
        }
    }

    @Override
    public void close() throws IOException {
        chain.close();
    }
}
