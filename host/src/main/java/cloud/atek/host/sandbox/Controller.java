package cloud.atek.host.sandbox;

import java.util.Locale;

/// What a control group can limit.
enum Controller {
    MEMORY,
    PIDS,
    CPU;

    /// As the kernel writes it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
