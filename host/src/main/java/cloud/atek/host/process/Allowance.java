package cloud.atek.host.process;

import java.util.List;

/// What a service was allowed besides its own.
///
/// @param readOnly folders of its owner's that it sees
/// @param writable folders of its owner's that it may change
/// @param network whether it has the network of this machine, as any program has it
public record Allowance(Limits limits, List<Bind> readOnly, List<Bind> writable, boolean network) {

    /// Where the folders of its owner's are inside.
    public static final String FOLDERS = "/folders";

    public Allowance {
        readOnly = List.copyOf(readOnly);
        writable = List.copyOf(writable);
    }

    /// Nothing but these limits.
    public static Allowance of(Limits limits) {
        return new Allowance(limits, List.of(), List.of(), false);
    }

    boolean folders() {
        return !readOnly.isEmpty() || !writable.isEmpty();
    }
}
