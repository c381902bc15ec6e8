package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// How a password comes in: from a file, or typed twice without being shown. Never as an argument,
/// which every user of the machine can read.
final class Passwords {

    /// The host asks for the same; here it saves the second typing.
    static final int LENGTH_MIN = 8;

    private Passwords() {}

    /// The first line of `file`.
    static String fromFile(Path file) {
        try (var lines = Files.lines(file)) {
            return longEnough(lines.findFirst().orElse(""));
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "The password file " + file + " cannot be read.", e);
        }
    }

    static String typed(Terminal terminal) {
        char[] first = terminal.askSecret("Password:");
        char[] second = terminal.askSecret("Again:   ");
        try {
            if (!Arrays.equals(first, second)) {
                throw new CommandFailedException("The two differ: nothing was done.");
            }
            return longEnough(new String(first));
        } finally {
            Arrays.fill(first, ' ');
            Arrays.fill(second, ' ');
        }
    }

    private static String longEnough(String password) {
        if (password.length() < LENGTH_MIN) {
            throw new CommandFailedException(
                    "A password needs at least " + LENGTH_MIN + " characters.");
        }
        return password;
    }
}
