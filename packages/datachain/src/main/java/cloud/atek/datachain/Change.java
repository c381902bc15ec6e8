package cloud.atek.datachain;

import java.util.List;

/// What somebody wants committed, all of it or nothing. It stays his: when it is refused he can try
/// it again.
///
/// @param edits at least one
public record Change(List<Edit> edits) {

    public Change {
        edits = List.copyOf(edits);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("a change of nothing");
        }
    }

    /// A change of these rows, whatever they were before.
    public static Change of(Event... events) {
        return new Change(List.of(events).stream().map(Edit::of).toList());
    }
}
