package cloud.atek.host.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Java and the clock.
final class MachineChecks {

    private static final int JAVA_MIN = 25;

    /// No Atek is older than this; a machine without a battery wakes up long before it.
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    /// Files may come from a machine whose clock is a little ahead.
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private MachineChecks() {}

    static Finding jdk() {
        String text = Runtime.version() + " at " + System.getProperty("java.home");
        if (Runtime.version().feature() < JAVA_MIN) {
            return Finding.broken("Java", text, "install Temurin 25, https://adoptium.net");
        }
        Path compiler = Path.of(System.getProperty("java.home", ""), "bin", "javac");
        if (!Files.isExecutable(compiler)) {
            return Finding.warning(
                    "Java",
                    text + ", without a compiler",
                    "install a whole JDK 25: services may come as sources");
        }
        return Finding.ok("Java", text);
    }

    static Finding clock(Clock clock, Path dir) {
        Instant now = clock.instant();
        Instant newest = newest(dir);
        if (now.isBefore(EARLIEST) || now.isBefore(newest.minus(AHEAD_MAX))) {
            return Finding.broken(
                    "Clock", now + " is in the past", "sudo timedatectl set-ntp true");
        }
        return Finding.ok("Clock", now.toString());
    }

    private static Instant newest(Path dir) {
        try (var files = Files.list(dir)) {
            return files.map(MachineChecks::modified).max(Instant::compareTo).orElse(EARLIEST);
        } catch (IOException e) {
            return EARLIEST;
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return EARLIEST;
        }
    }
}
