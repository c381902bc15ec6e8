package cloud.atek.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// The file of a listening socket. A process that was killed leaves it behind.
final class SocketFile {

    /// How many callers may wait to be accepted.
    private static final int BACKLOG = 512;

    private SocketFile() {}

    /// Listens, for our own user alone where the file system knows modes.
    ///
    /// @throws IOException when somebody listens there already, or it is another kind of file
    static ServerSocketChannel listen(SocketPath at) throws IOException {
        removeStale(at);
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(at.address(), BACKLOG);
            restrict(at.path());
            return server;
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen on " + at + ": " + e.getMessage(), e);
        }
    }

    private static void restrict(Path path) throws IOException {
        try {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (UnsupportedOperationException e) {
            // Without modes the folder decides who may connect.
        }
    }

    private static void removeStale(SocketPath at) throws IOException {
        if (!Files.exists(at.path(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        var kind =
                Files.readAttributes(
                        at.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!kind.isOther()) {
            throw new IOException(
                    at + " is there and is not a socket: remove it, or choose another");
        }
        if (answers(at)) {
            throw new IOException("another process listens on " + at);
        }
        Files.deleteIfExists(at.path());
    }

    private static boolean answers(SocketPath at) {
        try (var _ = SocketChannel.open(at.address())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
