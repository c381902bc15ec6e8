package cloud.atek.adb;

import java.util.List;

/// Records are not at the sequences that a writer expected: nothing was written. He reads them
/// again.
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Conflict> conflicts;

    ConflictException(List<Conflict> conflicts) {
        super(
                "Conflict: "
                        + conflicts.getFirst()
                        + (conflicts.size() > 1
                                ? ", and %d more".formatted(conflicts.size() - 1)
                                : "")
                        + ": read it again");
        this.conflicts = List.copyOf(conflicts);
    }

    /// Each of them, at least one.
    public List<Conflict> conflicts() {
        return conflicts;
    }
}
