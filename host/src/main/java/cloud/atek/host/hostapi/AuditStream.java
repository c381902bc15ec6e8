package cloud.atek.host.hostapi;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.host.audit.AuditLog;
import cloud.atek.host.events.Event;
import cloud.atek.host.events.EventSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The audit as it is written: an event `entry` for each that its reader may see, whose id is its
/// place. One thread reads.
final class AuditStream implements EventSource {

    private static final byte[] NOTHING = new byte[0];

    private final AuditLog audit;
    private final AuditQuery query;
    private final Predicate<AuditEntry> visible;
    private String place;

    /// @param place behind it the stream begins; null for now
    /// @throws IllegalArgumentException with a sentence, when it is no place
    AuditStream(
            AuditLog audit, AuditQuery query, Predicate<AuditEntry> visible, @Nullable String place)
            throws IOException {
        this.audit = audit;
        this.query = query;
        this.visible = visible;
        this.place = place == null ? audit.newest() : place;
        audit.after(this.place, query, visible);
    }

    @Override
    public byte[] next(Duration wait) throws IOException, InterruptedException {
        long written = audit.written();
        byte[] fresh = fresh();
        if (fresh.length > 0) {
            return fresh;
        }
        audit.awaitMore(written, wait);
        return fresh();
    }

    private byte[] fresh() throws IOException {
        String newest = audit.newest();
        List<AuditEntry> entries = audit.after(place, query, visible);
        if (entries.isEmpty()) {
            place = newest;
            return NOTHING;
        }
        var bytes = new ByteArrayOutputStream();
        for (AuditEntry entry : entries) {
            bytes.writeBytes(new Event(entry.at(), "entry", entry).bytes());
        }
        place = String.valueOf(entries.getLast().at());
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        // Nothing is open between two questions.
    }
}
