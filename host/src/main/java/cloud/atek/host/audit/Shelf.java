package cloud.atek.host.audit;

import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainKeys;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of the audit. One thread at a time changes it.
///
/// ```
/// 00000001/      a volume: one chain
/// keys/<id>      its private key, readable by the owner alone
/// damaged/       volumes that were found damaged, as they were found
/// ```
final class Shelf {

    /// What a segment of a volume is; a quarter of it is kept ready on disk.
    private static final long SEGMENT_BYTES = 1 << 20;

    private static final Pattern NAME = Pattern.compile("\\d{8}");

    private final Path dir;
    private final Clock clock;
    private final ChainSettings settings;
    private final KeyFolder keys;

    Shelf(Path dir, Clock clock, Disk disk) {
        this.dir = dir;
        this.clock = clock;
        this.settings = new ChainSettings(disk, clock, SEGMENT_BYTES);
        this.keys = new KeyFolder(disk, dir.resolve("keys"));
    }

    /// The newest volume, open.
    ///
    /// @param aside why a damaged one was put aside for it, null when none was
    record Opened(Volume volume, @Nullable String aside) {}

    /// Opens the newest volume, or makes the first one. One that is damaged is put aside, and the
    /// next one is made.
    ///
    /// @throws IOException when the disk failed, or somebody else has the chain open
    Opened open() throws IOException {
        makeFolder(dir);
        NavigableMap<Integer, Path> volumes = volumes();
        if (volumes.isEmpty()) {
            return new Opened(make(lastNumber() + 1, Link.NONE), null);
        }
        int number = volumes.lastKey();
        Path folder = volumes.lastEntry().getValue();
        try {
            Chain chain = Chain.open(folder, new Keys(), settings);
            return new Opened(new Volume(number, folder, chain, began(chain)), null);
        } catch (NoSuchFileException e) {
            if (Files.exists(folder.resolve("checkpoint"))) {
                String lost = folder.getFileName() + ": its log is missing";
                return new Opened(aside(number, folder, lost), lost);
            }
            // Making it was cut short, so it never had an entry.
            delete(folder);
            return open();
        } catch (DamagedLogException | LostKeyException e) {
            return new Opened(aside(number, folder, text(e)), text(e));
        }
    }

    /// Puts a damaged volume aside, which nobody has open, and begins the next.
    Volume aside(int number, Path folder, String damage) throws IOException {
        makeFolder(dir.resolve("damaged"));
        String when = clock.instant().toString().substring(0, 19).replace(":", "");
        Files.move(folder, dir.resolve("damaged").resolve(folder.getFileName() + "-" + when + "Z"));
        return make(number + 1, Link.damaged(number, damage));
    }

    /// Begins the next volume.
    Volume next(Link previous) throws IOException {
        return make(previous.number() + 1, previous);
    }

    private Volume make(int number, Link previous) throws IOException {
        SigningKey key = SigningKey.random();
        keys.save(key);
        Path folder = dir.resolve("%08d".formatted(number));
        Chain chain = Chain.create(folder, key, settings);
        var volume = new Volume(number, folder, chain, clock.instant());
        try {
            volume.link(previous);
        } catch (IOException e) {
            chain.close();
            throw e;
        }
        return volume;
    }

    /// All volumes that are not aside, oldest first.
    NavigableMap<Integer, Path> volumes() throws IOException {
        var volumes = new TreeMap<Integer, Path>();
        for (Path folder : list(dir)) {
            String name = folder.getFileName().toString();
            if (NAME.matcher(name).matches()) {
                volumes.put(Integer.valueOf(name), folder);
            }
        }
        return volumes;
    }

    /// The names of the damaged ones.
    List<String> aside() throws IOException {
        return list(dir.resolve("damaged")).stream()
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList();
    }

    /// Deletes the oldest volumes, but never the newest, until the others are young and small
    /// enough.
    ///
    /// @return the numbers of those deleted
    List<Integer> forget(Duration age, long bytesMax) throws IOException {
        var forgotten = new ArrayList<Integer>();
        NavigableMap<Integer, Path> volumes = volumes();
        long bytes = 0;
        for (Path folder : volumes.values()) {
            bytes += bytes(folder);
        }
        while (volumes.size() > 1) {
            Path oldest = volumes.firstEntry().getValue();
            boolean old = written(oldest).isBefore(clock.instant().minus(age));
            if (!old && bytes <= bytesMax) {
                break;
            }
            bytes -= bytes(oldest);
            delete(oldest);
            forgotten.add(volumes.pollFirstEntry().getKey());
        }
        return forgotten;
    }

    @Nullable SigningKey key(VerifyKey id) {
        try {
            return keys.load(id);
        } catch (IOException e) {
            return null;
        }
    }

    Disk disk() {
        return settings.disk();
    }

    /// What the files of a volume take.
    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : list(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static Instant written(Path folder) throws IOException {
        Instant newest = Instant.EPOCH;
        for (Path file : list(folder)) {
            Instant time = Files.getLastModifiedTime(file).toInstant();
            newest = time.isAfter(newest) ? time : newest;
        }
        return newest;
    }

    /// Also of those aside: no number is given twice.
    private int lastNumber() throws IOException {
        return aside().stream()
                .map(name -> name.substring(0, Math.min(8, name.length())))
                .filter(NAME.asMatchPredicate())
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private static Instant began(Chain chain) throws IOException {
        try (CommitCursor cursor = chain.read(1)) {
            return cursor.next().orElseThrow().commit().time();
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String text(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    /// The private key of a volume is not there, so nothing more can be written into it.
    private static final class LostKeyException extends IOException {
        private static final long serialVersionUID = 1;

        LostKeyException(IOException cause) {
            super("its key is lost", cause);
        }
    }

    private final class Keys implements ChainKeys {

        @Override
        public void save(SigningKey key) throws IOException {
            keys.save(key);
        }

        @Override
        public SigningKey load(VerifyKey id) throws IOException {
            try {
                return keys.load(id);
            } catch (IOException e) {
                throw new LostKeyException(e);
            }
        }
    }
}
