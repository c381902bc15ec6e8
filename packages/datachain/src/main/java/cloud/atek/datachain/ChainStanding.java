package cloud.atek.datachain;

import cloud.atek.datachain.log.Log;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chain as one change for it sees it. Used under the order of the chain.
///
/// @param events of the change
record ChainStanding(ChainState state, Log log, List<Event> events) implements Standing {

    @Override
    public long sequenceOf(RowKey row) {
        return state.sequenceOf(row);
    }

    @Override
    public Event.@Nullable Put find(RowKey row) throws IOException {
        long sequence = state.sequenceOf(row);
        if (sequence == Edit.ABSENT) {
            return null;
        }
        // The log gives out what is on disk only.
        log.awaitDurable(sequence);
        try (var cursor = new CommitCursor(log.read(sequence))) {
            return put(cursor.next().orElseThrow().commit().events(), row);
        }
    }

    @Override
    public Authority.Read readers(Event.Put put) {
        Authority.Read rule = put.authority().read();
        Place place = put.place();
        for (int depth = 0; depth < Limits.PLACE_DEPTH_MAX; depth++) {
            RowView.Row parent = place == null ? null : row(place.parent());
            if (!(rule instanceof Authority.Read.Inherit) || parent == null) {
                break;
            }
            rule = parent.authority().read();
            place = parent.place();
        }
        return rule instanceof Authority.Read.Inherit ? new Authority.Read.Everyone() : rule;
    }

    /// As the change would leave it.
    private RowView.@Nullable Row row(RowKey key) {
        Event.Put made = put(events, key);
        return made == null
                ? state.find(key)
                : new RowView.Row(key, 0, made.place(), made.authority());
    }

    private static Event.@Nullable Put put(List<Event> events, RowKey row) {
        for (Event event : events) {
            if (event instanceof Event.Put put && put.key().equals(row)) {
                return put;
            }
        }
        return null;
    }
}
