package cloud.atek.host.sandbox;

import cloud.atek.api.services.Protection.Missing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The bubblewrap of this machine and what its version can do.
///
/// @param sizes whether the memory behind `/tmp` can be limited, from 0.7 on
/// @param disablesUserNamespaces whether it can forbid new user namespaces inside, from 0.8 on; the
///   system call filter forbids them as well
/// @param permits whether it can let all users write to `/tmp`, from 0.5 on
record Bwrap(Path program, boolean sizes, boolean disablesUserNamespaces, boolean permits) {

    /// Reads its list of options.
    static Bwrap at(Path program) throws IOException {
        Process process =
                new ProcessBuilder(program.toString(), "--help").redirectErrorStream(true).start();
        try (var in = process.getInputStream()) {
            String help = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Bwrap(
                    program,
                    help.contains("--size BYTES"),
                    help.contains("--disable-userns"),
                    help.contains("--perms OCTAL"));
        }
    }

    /// What an older version cannot do.
    List<Missing> missing() {
        var missing = new ArrayList<Missing>();
        if (!sizes) {
            missing.add(
                    new Missing(
                            "tmp-size",
                            "Services can fill the memory through /tmp.",
                            "Bubblewrap is older than 0.7: install a newer one."));
        }
        if (!disablesUserNamespaces) {
            missing.add(
                    new Missing(
                            "no-user-namespaces",
                            "Only the system call filter keeps services from making user namespaces.",
                            "Bubblewrap is older than 0.8: install a newer one."));
        }
        return missing;
    }
}
