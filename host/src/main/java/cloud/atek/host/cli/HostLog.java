package cloud.atek.host.cli;

import java.nio.file.Path;

/// Points the log of this process at the data folder. `logback.xml` reads the properties when the
/// first logger is made, so this comes before any of them.
final class HostLog {

    private HostLog() {}

    /// @param verbose whether the terminal shows more than warnings
    static void open(Path dir, boolean verbose) {
        System.setProperty("atek.log.folder", dir.resolve("logs").toString());
        System.setProperty("atek.log.more", "logback-file.xml");
        System.setProperty("atek.log.terminal", verbose ? "INFO" : "WARN");
    }
}
