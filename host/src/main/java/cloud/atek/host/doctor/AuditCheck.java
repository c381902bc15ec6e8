package cloud.atek.host.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The audit in the data folder, as far as it shows from outside: whether it can be written, and
/// whether a damaged part was put aside.
///
/// @param dir the data folder
record AuditCheck(Path dir) {

    private static final String SUBJECT = "Audit";

    Finding finding() {
        Path audit = dir.resolve("audit");
        if (!Files.isDirectory(audit)) {
            return Finding.ok(SUBJECT, "not yet made");
        }
        if (!Files.isWritable(audit)) {
            return Finding.broken(
                    SUBJECT, audit + " cannot be written", "sudo chown -R \"$USER\" " + audit);
        }
        try {
            List<String> aside = names(audit.resolve("damaged"));
            return aside.isEmpty()
                    ? Finding.ok(SUBJECT, names(audit).size() - 1 + " volumes")
                    : Finding.warning(
                            SUBJECT,
                            "a damaged part is kept aside: " + String.join(", ", aside),
                            "find out who changed it; then move "
                                    + audit.resolve("damaged")
                                    + " elsewhere");
        } catch (IOException e) {
            return Finding.broken(SUBJECT, "cannot be read: " + e.getMessage(), "ls -l " + audit);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
