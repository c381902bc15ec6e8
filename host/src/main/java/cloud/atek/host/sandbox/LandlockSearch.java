package cloud.atek.host.sandbox;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out what Landlock the kernel has, by running the program that asks for it.
final class LandlockSearch {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What the program ends with when something went wrong.
    private static final int FAILED = 126;

    private static final Logger log = LoggerFactory.getLogger(LandlockSearch.class);

    private LandlockSearch() {}

    /// Writes the program for this kernel.
    ///
    /// @param program where to; replaced when it is there
    static Landlock find(Path program, Architecture architecture) throws InterruptedException {
        try {
            write(program, new Landlock(Landlock.VERSION_MIN).program(architecture));
            var found = new Landlock(version(program));
            write(program, found.program(architecture));
            return found;
        } catch (IOException e) {
            log.info("Landlock cannot be used: {}", e.getMessage());
            return new Landlock(0);
        }
    }

    private static int version(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString()).start();
        try {
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() < FAILED ? process.exitValue() : 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(Path program, byte[] content) throws IOException {
        Files.deleteIfExists(program);
        Files.createFile(program, asFileAttribute(fromString("rwx------")));
        Files.write(program, content);
        // Whoever a service runs as, it starts it.
        Files.setPosixFilePermissions(program, fromString("rwxr-xr-x"));
    }
}
