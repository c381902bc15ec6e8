package cloud.atek.datachain;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/// Keys as files in one folder, each named by its public half and open to its owner alone. A file
/// is one line: `atek-key ed25519 <64 hex digits of the seed>`. Thread-safe.
public final class KeyFolder implements ChainKeys {

    private static final String PREFIX = "atek-key ed25519 ";
    private static final int FILE_BYTES = PREFIX.length() + 2 * SigningKey.SEED_BYTES + 1;

    private final Disk disk;
    private final Path folder;

    public KeyFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    @Override
    public void save(SigningKey key) throws IOException {
        disk.createFolder(folder);
        Path path = folder.resolve(key.verifyKey().hex());
        Path making = folder.resolve(key.verifyKey().hex() + ".new");
        try (Secret seed = key.seed();
                DiskFile file = disk.create(making)) {
            String line = PREFIX + HexFormat.of().formatHex(seed.toArray()) + "\n";
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
            file.sync();
        }
        disk.rename(making, path);
        disk.syncFolder(folder);
    }

    /// @throws IOException when the file is not a key, or the key of another chain
    @Override
    public SigningKey load(VerifyKey id) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(FILE_BYTES + 1);
        try (DiskFile file = disk.open(folder.resolve(id.hex()))) {
            file.read(in, 0);
        }
        String line = StandardCharsets.US_ASCII.decode(in.flip()).toString();
        if (line.length() != FILE_BYTES || !line.startsWith(PREFIX)) {
            throw new IOException("the key file of " + id + " is not a key");
        }
        SigningKey key = parse(line.strip().substring(PREFIX.length()), id);
        if (!key.verifyKey().equals(id)) {
            throw new IOException("the key file of " + id + " holds another key");
        }
        return key;
    }

    private static SigningKey parse(String hex, VerifyKey id) throws IOException {
        try {
            return new SigningKey(Secret.owning(HexFormat.of().parseHex(hex)));
        } catch (IllegalArgumentException e) {
            // Without the cause: its message could hold a part of the key.
            throw new IOException("the key file of " + id + " is not a key");
        }
    }
}
