package cloud.atek.datachain;

import java.util.List;

/// What somebody wants committed, all of it or nothing. It stays his: when it is refused he can try
/// it again.
///
/// @param edits at least one
/// @param guards what must be so besides
public record Change(List<Edit> edits, List<Guard> guards) {

    public Change {
        edits = List.copyOf(edits);
        guards = List.copyOf(guards);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("a change of nothing");
        }
    }

    public Change(List<Edit> edits) {
        this(edits, List.of());
    }

    /// A change of these rows, whatever they were before.
    public static Change of(Event... events) {
        return new Change(List.of(events).stream().map(Edit::of).toList());
    }

    /// What it does, in its order.
    public List<Event> events() {
        return edits.stream().map(Edit::event).toList();
    }
}
