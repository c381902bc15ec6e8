package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/// Where a unix socket is.
///
/// @param path at most [#BYTES_MAX] bytes as UTF-8: the kernel has room for no more
public record SocketPath(Path path) {

    /// `sun_path` of Linux holds 108 bytes, the last one a NUL; see unix(7).
    public static final int BYTES_MAX = 107;

    public SocketPath {
        int bytes = path.toString().getBytes(UTF_8).length;
        if (bytes == 0 || bytes > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "socket path \"%s\" has %d bytes: want 1 to %d, so choose a shorter folder"
                            .formatted(path, bytes, BYTES_MAX));
        }
    }

    public static SocketPath of(String path) {
        return new SocketPath(Path.of(path));
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
