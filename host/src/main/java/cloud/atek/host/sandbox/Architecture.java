package cloud.atek.host.sandbox;

import java.util.Locale;

/// A processor the filter is written for, with the numbers that differ between the two.
///
/// @see <https://github.com/torvalds/linux/blob/master/include/uapi/linux/audit.h>
enum Architecture {
    X86_64(0xC000003E, 62, "x86_64-linux-gnu"),
    AARCH64(0xC00000B7, 183, "aarch64-linux-gnu");

    private final int audit;
    private final int elf;
    private final String triplet;

    Architecture(int audit, int elf, String triplet) {
        this.audit = audit;
        this.elf = elf;
        this.triplet = triplet;
    }

    /// The one of this machine.
    ///
    /// @throws UnsupportedOperationException on any other processor: a filter for the wrong one
    ///   would be worse than none
    static Architecture here() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default ->
                    throw new UnsupportedOperationException(
                            "no sandbox for the processor " + name + ", only x86-64 and aarch64");
        };
    }

    /// How the kernel names it in a filter.
    int audit() {
        return audit;
    }

    /// How a program file names it.
    int elf() {
        return elf;
    }

    /// The folder of its libraries below `/usr/lib` on Debian and its children.
    String triplet() {
        return triplet;
    }
}
