package cloud.atek.host.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The strong ETags of web files: hashes of their content, remembered as long as size and time of
/// change stay. Thread-safe.
final class Etags {

    private static final int HASH_BYTES = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, Known> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
                    return size() > Limits.ETAGS_REMEMBERED;
                }
            };

    private record Known(long size, FileTime changed, String etag) {
        boolean fits(WebFile file) {
            return size == file.size() && changed.equals(file.attributes().lastModifiedTime());
        }
    }

    /// @param content of `file`, at its beginning; afterwards anywhere
    /// @return in quotes, as the header wants it
    String of(WebFile file, SeekableByteChannel content) throws IOException {
        Known old = remembered(file.path());
        if (old != null && old.fits(file)) {
            return old.etag();
        }
        String etag = '"' + hash(content) + '"';
        remember(file.path(), new Known(file.size(), file.attributes().lastModifiedTime(), etag));
        return etag;
    }

    private @Nullable Known remembered(Path path) {
        lock.lock();
        try {
            return known.get(path);
        } finally {
            lock.unlock();
        }
    }

    private void remember(Path path, Known one) {
        lock.lock();
        try {
            known.put(path, one);
        } finally {
            lock.unlock();
        }
    }

    private static String hash(SeekableByteChannel content) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(Limits.COPY_BYTES);
        while (content.read(buffer.clear()) >= 0) {
            sha256.update(buffer.flip());
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
    }
}
