package cloud.atek.host.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The data folder and the disk below it. Before the first start there is no folder yet; then the
/// nearest one above it is looked at.
///
/// @param dir absolute
record FolderChecks(Path dir) {

    private static final long MIB = 1 << 20;

    /// Below this a host soon stands still.
    private static final long FREE_MIN_BYTES = 100 * MIB;

    private static final long FREE_WANTED_BYTES = 1024 * MIB;

    /// `sun_path` of `sockaddr_un` on Linux, without its closing zero.
    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private static final String SOCKET = "run/01234567/service.sock";

    /// Every acknowledged write waits for one of these; 3 to 10 ms is usual for an SSD, 30 for a
    /// good SD card.
    private static final long SYNC_SLOW_MS = 200;

    private static final int SYNC_ROUNDS = 3;

    Finding writable() {
        Path there = there();
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.broken(
                    "Data folder",
                    there + " cannot be written",
                    "sudo chown -R \"$USER\" " + there + ", or name another with --configDir");
        }
        return Finding.ok(
                "Data folder", there.equals(dir) ? dir.toString() : dir + ", not yet made");
    }

    Finding sync() {
        try {
            Path file = Files.createTempFile(there(), ".doctor", "");
            try {
                long ms = medianSyncMs(file);
                return ms > SYNC_SLOW_MS
                        ? Finding.warning(
                                "Disk",
                                "a durable write takes " + ms + " ms",
                                "put the data folder on a faster disk")
                        : Finding.ok("Disk", "a durable write takes " + ms + " ms");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return Finding.broken(
                    "Disk",
                    "a durable write failed: " + e.getMessage(),
                    "put the data folder on a healthy local disk, with --configDir");
        }
    }

    private static long medianSyncMs(Path file) throws IOException {
        long[] ms = new long[SYNC_ROUNDS];
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNC_ROUNDS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.wrap(new byte[4096]));
                channel.force(true);
                ms[i] = (System.nanoTime() - begin) / 1_000_000;
            }
        }
        Arrays.sort(ms);
        return ms[SYNC_ROUNDS / 2];
    }

    Finding space() {
        try {
            long free = Files.getFileStore(there()).getUsableSpace();
            String text = free / MIB + " MiB free";
            if (free < FREE_MIN_BYTES) {
                return Finding.broken("Disk space", text, "free at least 1 GiB");
            }
            return free < FREE_WANTED_BYTES
                    ? Finding.warning("Disk space", text, "free at least 1 GiB")
                    : Finding.ok("Disk space", text);
        } catch (IOException e) {
            return Finding.warning("Disk space", "unknown: " + e.getMessage(), "look with: df -h");
        }
    }

    Finding socketPaths() {
        int bytes = dir.resolve(SOCKET).toString().getBytes(StandardCharsets.UTF_8).length;
        String text = "%d of %d bytes".formatted(bytes, SOCKET_PATH_BYTES_MAX);
        return bytes > SOCKET_PATH_BYTES_MAX
                ? Finding.broken("Socket paths", text, "name a shorter folder with --configDir")
                : Finding.ok("Socket paths", text);
    }

    private Path there() {
        Path path = dir;
        while (Files.notExists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
