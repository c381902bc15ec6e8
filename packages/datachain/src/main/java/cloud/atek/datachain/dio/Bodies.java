package cloud.atek.datachain.dio;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.pipe.Compress;
import cloud.atek.datachain.pipe.Pipeline;
import cloud.atek.datachain.pipe.Seal;
import cloud.atek.datachain.pipe.Transformed;
import cloud.atek.datachain.readers.Sealing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Bodies as they are stored, and as they are meant. Thread-safe.
///
/// @param pipeline what is done with bodies before they are sealed
record Bodies(Pipeline pipeline, Groups groups) {

    /// Undoes compression, whatever this session itself does.
    private static final Compress INFLATE = new Compress(Compress.SMALLEST);

    /// The row as it was meant.
    ///
    /// @param snapshot that it was loaded from: its rules say for whom it is sealed
    Transformed plain(Event.Put stored, Snapshot snapshot) throws IOException {
        String closed = null;
        if (stored.encoding().sealed()) {
            // Without the group's present key an older one may do: so the answer is not the last
            // word.
            Authority.Read rule = rule(stored, snapshot);
            closed =
                    rule instanceof Authority.Read.Readers(RowKey group)
                            ? groups.open(group, snapshot)
                            : null;
        }
        Transformed opened =
                new Seal(groups.sealing(), _ -> new Authority.Read.Everyone()).overlay(stored);
        if (!(opened instanceof Transformed.Good(Event.Put row))) {
            return closed != null && opened instanceof Transformed.Locked
                    ? new Transformed.Locked(closed)
                    : opened;
        }
        Transformed meant = pipeline.overlay(row);
        return meant instanceof Transformed.Good(Event.Put last)
                        && !last.encoding().equals(Encoding.PLAIN)
                ? INFLATE.overlay(last)
                : meant;
    }

    /// The row as it is to be stored.
    ///
    /// @param rule who can read it, nothing inherited
    /// @param sealing that has the keys for it
    Transformed stored(Event.Put plain, Authority.Read rule, Sealing sealing) {
        Transformed packed = pipeline.underlay(plain);
        return packed instanceof Transformed.Good(Event.Put row)
                ? new Seal(sealing, _ -> rule).underlay(row)
                : packed;
    }

    private static Authority.@Nullable Read rule(Event.Put stored, Snapshot snapshot) {
        return ReadRules.of(
                new ReadRules.Standing(stored.place(), stored.authority()), view(snapshot));
    }

    /// The rows as a snapshot has them.
    static ReadRules.View view(Snapshot snapshot) {
        return key ->
                snapshot.find(key)
                        .map(row -> new ReadRules.Standing(row.place(), row.authority()))
                        .orElse(null);
    }
}
