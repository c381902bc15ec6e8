package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Compacted;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Voter;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LogClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All databases in one folder: opened when they are used, closed when they are idle. Thread-safe.
///
/// ```
/// chains/<id>/        the log of each
/// keys/<id>           its private key, apart from the log
/// views/<id>.sqlite   disposable
/// blobs/<id>/         the contents of its blobs
/// ```
public final class Databases implements AutoCloseable {

    /// How long an open database may lie idle.
    static final Duration IDLE_MAX = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Databases.class);
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Path folder;
    private final ChainSettings settings;
    private final KeyFolder keys;
    private final Compactions compactions;
    private final Blobs blobs;
    private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
    private final WatchRoom room = new WatchRoom();
    private final Thread sweeper;

    public Databases(Path folder, ChainSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.keys = new KeyFolder(settings.disk(), folder.resolve("keys"));
        this.compactions = new Compactions(folder, settings.compaction().mode(), settings.clock());
        this.blobs = new Blobs(this, folder.resolve("blobs"));
        this.sweeper = Thread.ofVirtual().name("database-sweeper").start(this::sweepForever);
    }

    /// Makes an empty database, durably, and returns its id.
    public String create() throws IOException {
        SigningKey key = SigningKey.random();
        keys.save(key);
        String id = key.verifyKey().hex();
        Chain.create(chainFolder(id), key, settings).close();
        return id;
    }

    /// @param id 64 hex digits, lower case
    public boolean exists(String id) {
        return Files.isDirectory(chainFolder(id));
    }

    /// Lets `use` work with a database, which stays open as long as that takes.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none of this id
    public <T> T with(String id, Use<T> use) throws IOException {
        Slot slot = slots.computeIfAbsent(id, _ -> new Slot());
        Database database = slot.enter(id);
        boolean usable = true;
        try {
            return use.of(database);
        } catch (LogClosedException e) {
            usable = false;
            throw e;
        } finally {
            slot.leave(database, usable);
        }
    }

    /// The blobs of all of them.
    public Blobs blobs() {
        return blobs;
    }

    /// How large a database is now. While its view is made for the first time, or anew since it was
    /// broken, it says how far that is and waits for nothing.
    public Stat stat(String id) throws IOException {
        Slot slot = slots.get(id);
        Building waited = slot == null ? null : slot.progress.waited();
        if (waited != null) {
            return new Stat(
                    0,
                    0,
                    waited.total(),
                    waited.total() - waited.done(),
                    FileSizes.below(chainFolder(id), ""),
                    FileSizes.below(folder.resolve("views"), id),
                    0,
                    0,
                    waited);
        }
        return with(id, db -> db.stat(chainFolder(id), folder.resolve("views")));
    }

    /// Removes from the log what the retention does not keep and what was purged.
    public Compacted compact(String id) throws IOException {
        return with(id, compactions::compact);
    }

    /// Makes the view anew in the background; [#stat] shows how far it is.
    public Building rebuild(String id) throws IOException {
        boolean begun = with(id, Database::beginRebuild);
        if (begun) {
            Thread.ofVirtual().name("view-rebuild").start(() -> rebuilding(id));
        }
        Building now = slots.computeIfAbsent(id, _ -> new Slot()).progress.now();
        return now == null ? new Building(0, 0) : now;
    }

    private void rebuilding(String id) {
        try {
            String unused =
                    with(
                            id,
                            db -> {
                                db.rebuild();
                                return id;
                            });
            log.info("{}: the view was made anew", unused);
        } catch (IOException | RuntimeException e) {
            log.error("{}: the view is not made anew", id, e);
            slots.computeIfAbsent(id, _ -> new Slot()).progress.end();
        }
    }

    /// How many streams watch now.
    public int watchers() {
        return room.watchers();
    }

    /// Closes what is open. Calls that still run fail.
    @Override
    public void close() throws IOException {
        sweeper.interrupt();
        blobs.close();
        for (Slot slot : slots.values()) {
            slot.close();
        }
    }

    /// Compacts what has to be, each in a thread of its own.
    void tend() {
        slots.forEach((id, slot) -> {
            if (slot.wantsTending()) {
                Thread.ofVirtual().name("compaction").start(() -> slot.tend(id));
            }
        });
    }

    /// Closes what nobody has used since `before`.
    void closeIdle(Instant before) {
        slots.values().forEach(slot -> slot.closeIdleSince(before));
    }

    private Database open(String id, ViewProgress progress) throws IOException {
        requireKey(id);
        var voter = new PurgeVoter();
        var parts = new Database.Parts(voter, progress, room);
        Chain chain = Chain.open(chainFolder(id), keys, compacting(voter));
        try {
            return Database.open(chain, folder.resolve("views").resolve(id + ".sqlite"), parts);
        } catch (IOException | RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    /// A chain never begins to compact itself: what was purged must be known before.
    private ChainSettings compacting(Voter voter) {
        CompactionSettings usual = settings.compaction();
        return settings.with(
                new CompactionSettings(
                        new CompactMode.Never(),
                        usual.tombstones(),
                        List.of(voter),
                        usual.failed()));
    }

    /// Before an id becomes a part of a path.
    private static void requireKey(String id) {
        if (!new VerifyKey(Bytes.ofHex(id)).hex().equals(id)) {
            throw new IllegalArgumentException("not a database id: " + id);
        }
    }

    private Path chainFolder(String id) {
        return folder.resolve("chains").resolve(id);
    }

    private void sweepForever() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                tend();
                closeIdle(Instant.now().minus(IDLE_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Work with an open database.
    @FunctionalInterface
    public interface Use<T> {
        T of(Database database) throws IOException;
    }

    /// The place of one database, open or not.
    private final class Slot {
        final ViewProgress progress = new ViewProgress();
        private @Nullable Database database;
        private Instant tended = Instant.EPOCH;
        private boolean tending;
        private int users;
        private Instant lastUse = Instant.EPOCH;

        synchronized Database enter(String id) throws IOException {
            Database open = database;
            if (open == null) {
                open = open(id, progress);
                database = open;
            }
            users++;
            return open;
        }

        synchronized void leave(Database used, boolean usable) {
            users--;
            lastUse = Instant.now();
            if (!usable && database == used) {
                // The log closed itself: the next user opens it anew and learns what survived.
                closeQuietly();
            }
        }

        /// Whether to look if the database must be compacted: it is open, and was used since.
        synchronized boolean wantsTending() {
            boolean wants = database != null && !tending && lastUse.isAfter(tended);
            tending |= wants;
            return wants;
        }

        /// Does not count as a use, so that the database can be closed when nobody else has one.
        void tend(String id) {
            try {
                Database open = enter(id);
                try {
                    compactions.tend(open);
                } finally {
                    left();
                }
            } catch (IOException | RuntimeException e) {
                log.warn("{}: it is not compacted", id, e);
            } finally {
                tended();
            }
        }

        private synchronized void left() {
            users--;
        }

        private synchronized void tended() {
            tending = false;
            tended = Instant.now();
        }

        synchronized void closeIdleSince(Instant before) {
            if (users == 0 && lastUse.isBefore(before)) {
                closeQuietly();
            }
        }

        synchronized void close() throws IOException {
            Database open = database;
            database = null;
            if (open != null) {
                open.close();
            }
        }

        private void closeQuietly() {
            try {
                close();
            } catch (IOException e) {
                log.warn("a database did not close", e);
            }
        }
    }
}
