package cloud.atek.services.earthstar;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Verifier;
import cloud.atek.earthstar.replica.ChainStore;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workspaces that are open, each a datachain in a folder of its own. One is opened when
/// somebody asks for it, and closed when nobody did for a while. Thread-safe.
final class Replicas implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Replicas.class);

    /// A workspace that nobody asked for so long is closed.
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// A log is compacted when it has grown by half.
    private static final ChainSettings CHAINS =
            ChainSettings.DEFAULT.with(CompactionSettings.of(new CompactMode.Factor(0.5)));

    private static final int FOLDER_NAME_LENGTH = 32;

    private final Registry registry;
    private final Path folder;
    private final KeyFolder keys;
    private final Verifier verifier = new Verifier();
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /// One workspace; guarded by itself.
    private static final class Open {
        private @Nullable Replica replica;
        private int holders;
        private long usedNanos = System.nanoTime();
        private boolean gone;
    }

    /// Keeps a workspace open until it is closed.
    record Hold(Replica replica, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /// @param folder where their folders are
    Replicas(Registry registry, Path folder) throws IOException {
        this.registry = registry;
        this.folder = Files.createDirectories(folder.resolve("workspaces"));
        this.keys = new KeyFolder(new LocalDisk(), folder.resolve("keys"));
    }

    /// For a short use.
    Replica of(Entry entry) throws IOException {
        while (true) {
            Open one = open.computeIfAbsent(entry.workspace(), _ -> new Open());
            synchronized (one) {
                if (!one.gone) {
                    return opened(one, entry);
                }
            }
        }
    }

    Hold hold(Entry entry) throws IOException {
        while (true) {
            Open one = open.computeIfAbsent(entry.workspace(), _ -> new Open());
            synchronized (one) {
                if (!one.gone) {
                    Replica replica = opened(one, entry);
                    one.holders++;
                    return new Hold(replica, () -> release(one));
                }
            }
        }
    }

    /// Its settings changed.
    void changed(Entry entry) throws IOException {
        if (open.containsKey(entry.workspace())) {
            of(entry).limit(entry.quota());
        }
    }

    private Replica opened(Open one, Entry entry) throws IOException {
        one.usedNanos = System.nanoTime();
        Replica replica = one.replica;
        if (replica == null || replica.closed()) {
            // One that was left just now must not come back.
            Entry now = registry.find(entry.workspace()).orElseThrow(Standing::unknown);
            var store = ChainStore.open(folder(now.workspace()), now.address(), keys, CHAINS);
            replica = Replica.open(store, InstantSource.system(), verifier).limit(now.quota());
            one.replica = replica;
        }
        return replica;
    }

    private static void release(Open one) {
        synchronized (one) {
            one.holders--;
            one.usedNanos = System.nanoTime();
        }
    }

    private Path folder(String workspace) {
        return folder.resolve(folderName(workspace));
    }

    /// An address is nobody's business, so a folder does not have its name.
    private static String folderName(String workspace) {
        String hash = Hash.of(workspace.getBytes(StandardCharsets.UTF_8)).toString();
        return hash.substring(0, FOLDER_NAME_LENGTH);
    }

    /// Closes what nobody used for a while, and removes documents that are over from the others.
    void sweep() {
        open.forEach((workspace, one) -> {
            try {
                sweep(workspace, one);
            } catch (IOException e) {
                log.warn("a workspace could not be swept", e);
            }
        });
    }

    private void sweep(String workspace, Open one) throws IOException {
        synchronized (one) {
            Replica replica = one.replica;
            if (replica == null || replica.closed()) {
                return;
            }
            replica.sweep();
            if (one.holders == 0 && System.nanoTime() - one.usedNanos > IDLE.toNanos()) {
                close(workspace, one);
            }
        }
    }

    private void close(String workspace, Open one) throws IOException {
        synchronized (one) {
            one.gone = true;
            open.remove(workspace, one);
            if (one.replica != null) {
                one.replica.close();
            }
        }
    }

    /// Ends a workspace and deletes its folder.
    void delete(String workspace) throws IOException {
        Open one = open.get(workspace);
        if (one != null) {
            close(workspace, one);
        }
        delete(folder(workspace));
    }

    /// Deletes folders that belong to no entry: a deletion that was cut short.
    void keepOnly(Collection<Entry> entries) throws IOException {
        Set<String> names =
                entries.stream()
                        .map(entry -> folderName(entry.workspace()))
                        .collect(Collectors.toSet());
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path each : (Iterable<Path>) folders::iterator) {
                if (!names.contains(each.getFileName().toString())) {
                    delete(each);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<String, Open> each : open.entrySet()) {
            close(each.getKey(), each.getValue());
        }
    }
}
