package cloud.atek.host.audit;

import cloud.atek.api.audit.AuditEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Entries that the disk did not take, until it does again. One thread at a time.
final class Waiting {

    /// So many wait in memory, at most 300 kB; of more only the count is kept.
    static final int ENTRIES_MAX = 500;

    private final Deque<AuditEntry> entries = new ArrayDeque<>();
    private long lost;

    void add(AuditEntry entry) {
        if (entries.size() < ENTRIES_MAX) {
            entries.add(entry);
        } else {
            lost++;
        }
    }

    /// The oldest, which stays until [#written].
    @Nullable AuditEntry first() {
        return entries.peek();
    }

    void written() {
        entries.remove();
    }

    /// How many there were no room for; they are lost, and this is told once.
    long tellLost() {
        long told = lost;
        lost = 0;
        return told;
    }

    long size() {
        return entries.size() + lost;
    }
}
