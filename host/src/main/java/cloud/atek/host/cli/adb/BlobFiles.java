package cloud.atek.host.cli.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The contents of blobs in the folder of an export, each once and under its hash.
record BlobFiles(Path folder) {

    Path at(String hash) {
        return folder.resolve(hash);
    }

    boolean has(String hash) {
        return Files.exists(at(hash));
    }

    /// Keeps a content, on disk when it returns.
    ///
    /// @return whether it has this hash; it is kept only then
    boolean keep(InputStream content, String hash) throws IOException {
        Path making = folder.resolve(".part");
        String found;
        try (FileChannel channel =
                FileChannel.open(
                        making,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            found = copy(content, Channels.newOutputStream(channel));
            channel.force(true);
        }
        if (!found.equals(hash)) {
            Files.delete(making);
            return false;
        }
        Files.move(making, at(hash), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /// What is wrong with the content of `blob`; empty when nothing is.
    String problem(BlobLine blob) throws IOException {
        Path file = at(blob.hash());
        // An export has no links; what one led to is not what was exported.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "its content is missing: want the file blobs/" + blob.hash();
        }
        long size = Files.size(file);
        if (size != blob.size()) {
            return "its content has %,d bytes, and should have %,d".formatted(size, blob.size());
        }
        try (InputStream in = Files.newInputStream(file)) {
            String found = copy(in, OutputStream.nullOutputStream());
            return found.equals(blob.hash()) ? "" : "its content is damaged: it has another hash";
        }
    }

    /// @return the hash of what was copied
    private static String copy(InputStream from, OutputStream to) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            from.transferTo(new DigestOutputStream(to, digest));
            return new Hash(Bytes.owning(digest.digest())).hex();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
