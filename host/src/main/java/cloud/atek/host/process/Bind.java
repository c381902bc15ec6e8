package cloud.atek.host.process;

import java.nio.file.Path;

/// A file or folder of the machine, and where the confined program finds it.
///
/// @param outside absolute; must exist when the program starts
/// @param inside absolute, such as `/app`
public record Bind(Path outside, String inside) {

    public Bind {
        if (!outside.isAbsolute() || !inside.startsWith("/")) {
            throw new IllegalArgumentException(
                    "want two absolute paths, got " + outside + " and " + inside);
        }
    }

    /// Whether it is a person's folder, which several services may use.
    public boolean shared() {
        return inside.startsWith(Allowance.FOLDERS + "/");
    }
}
