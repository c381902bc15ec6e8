package cloud.atek.host.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Who listens on a TCP port of this machine.
///
/// Source: <https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt>: column 2 is the
/// local address and port in hex, 4 the state (0A: listening), 8 the user.
public final class Listener {

    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String LISTENING = "0A";

    private Listener() {}

    /// The number of the user whose process listens on `port`; empty when none does, or when this
    /// system does not tell.
    public static OptionalInt ownerOf(int port) {
        for (Path table : TABLES) {
            try (var lines = Files.lines(table)) {
                OptionalInt owner = ownerOf(port, lines.toList());
                if (owner.isPresent()) {
                    return owner;
                }
            } catch (IOException e) {
                // Not Linux, or no IPv6: then this table knows nothing.
            }
        }
        return OptionalInt.empty();
    }

    static OptionalInt ownerOf(int port, List<String> table) {
        String suffix = ":%04X".formatted(port);
        return table.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(cells -> cells.length > 7)
                .filter(cells -> cells[1].endsWith(suffix) && cells[3].equals(LISTENING))
                .mapToInt(cells -> Integer.parseInt(cells[7]))
                .findFirst();
    }
}
