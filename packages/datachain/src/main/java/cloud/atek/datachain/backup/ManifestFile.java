package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The manifest of a backup as a file, which is replaced as a whole: after a crash it is the old
/// one or the new one. Lines of words, in this order:
///
/// ```
/// atek.cloud/datachain/backup/1
/// chain <id of the chain>
/// backup <number> <time> <last sequence> <its hash> <root of the tree>   each run, the newest last
/// file <size> <SHA-256> <name>                                           each file
/// sum <SHA-256 of all lines before>
/// ```
///
/// @param folder of the backup
record ManifestFile(Disk disk, Path folder) {

    static final String NAME = "manifest";

    private static final String NEW_NAME = "manifest.new";
    private static final String FIRST_LINE = "atek.cloud/datachain/backup/1";
    private static final String SUM = "sum ";

    /// Largest manifest that is read, in bytes: that of a chain of about 500 000 segments.
    private static final int BYTES_MAX = 64 << 20;

    /// @throws DamagedLogException when the file is not a manifest
    Optional<Manifest> read() throws IOException {
        String text;
        try (DiskFile file = disk.open(folder.resolve(NAME))) {
            if (file.size() > BYTES_MAX) {
                throw damaged("it has " + file.size() + " bytes, at most " + BYTES_MAX);
            }
            ByteBuffer in = ByteBuffer.allocate((int) file.size());
            file.read(in, 0);
            text = StandardCharsets.UTF_8.decode(in.flip()).toString();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            throw damaged("not the manifest of a backup: " + e.getMessage());
        }
    }

    /// Returns when `manifest` is on disk in the place of the one before.
    void write(Manifest manifest) throws IOException {
        Path making = folder.resolve(NEW_NAME);
        byte[] text = text(manifest).getBytes(StandardCharsets.UTF_8);
        try (DiskFile file = disk.create(making)) {
            file.write(ByteBuffer.wrap(text), 0);
            file.sync();
        }
        disk.rename(making, folder.resolve(NAME));
        disk.syncFolder(folder);
    }

    static String text(Manifest manifest) {
        var out = new StringBuilder(FIRST_LINE).append('\n');
        out.append("chain ").append(manifest.chain().hex()).append('\n');
        for (Generation run : manifest.generations()) {
            out.append(
                    "backup %d %s %d %s %s\n"
                            .formatted(
                                    run.number(),
                                    run.time(),
                                    run.sequence(),
                                    run.hash().hex(),
                                    run.root().hex()));
        }
        for (StoredFile file : manifest.files()) {
            out.append("file %d %s %s\n".formatted(file.bytes(), file.hash().hex(), file.name()));
        }
        String lines = out.toString();
        return lines + SUM + sum(lines) + "\n";
    }

    static Manifest parse(String text) {
        int end = text.lastIndexOf(SUM);
        if (end < 1 || !text.substring(end).equals(SUM + sum(text.substring(0, end)) + "\n")) {
            throw new IllegalArgumentException("its sum does not match");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        if (!lines.getFirst().equals(FIRST_LINE)) {
            throw new IllegalArgumentException("want the first line " + FIRST_LINE);
        }
        var chain = VerifyKey.ofHex(words(lines.get(1), "chain", 2)[1]);
        var generations = new ArrayList<Generation>();
        var files = new ArrayList<StoredFile>();
        for (String line : lines.subList(2, lines.size())) {
            if (line.startsWith("backup ")) {
                generations.add(generation(words(line, "backup", 6)));
            } else {
                files.add(file(words(line, "file", 4)));
            }
        }
        return new Manifest(chain, generations, files);
    }

    private static Generation generation(String[] words) {
        return new Generation(
                Long.parseLong(words[1]),
                Instant.parse(words[2]),
                Long.parseLong(words[3]),
                Hash.ofHex(words[4]),
                Hash.ofHex(words[5]));
    }

    private static StoredFile file(String[] words) {
        String name = words[3];
        if (!name.matches("[0-9a-z][0-9a-z.-]*")) {
            throw new IllegalArgumentException("a file of the name " + name);
        }
        return new StoredFile(name, Long.parseLong(words[1]), Hash.ofHex(words[2]));
    }

    private static String[] words(String line, String first, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count || !words[0].equals(first)) {
            throw new IllegalArgumentException("want a line of " + first + ", found: " + line);
        }
        return words;
    }

    private static String sum(String text) {
        return Hash.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static DamagedLogException damaged(String reason) {
        return new DamagedLogException(NAME, 0, reason);
    }
}
