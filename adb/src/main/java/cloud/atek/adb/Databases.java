package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LogClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private final Blobs blobs;
    private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();
    private final Thread sweeper;

    public Databases(Path folder, ChainSettings settings) {
        this.folder = folder;
        this.settings = settings;
        this.keys = new KeyFolder(settings.disk(), folder.resolve("keys"));
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

    /// How large a database is now.
    public Stat stat(String id) throws IOException {
        return with(id, db -> db.stat(chainFolder(id), folder.resolve("views")));
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

    /// Closes what nobody has used since `before`.
    void closeIdle(Instant before) {
        slots.values().forEach(slot -> slot.closeIdleSince(before));
    }

    private Database open(String id) throws IOException {
        requireKey(id);
        Chain chain = Chain.open(chainFolder(id), keys, settings);
        try {
            return Database.open(chain, folder.resolve("views").resolve(id + ".sqlite"));
        } catch (IOException | RuntimeException e) {
            chain.close();
            throw e;
        }
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
        private @Nullable Database database;
        private int users;
        private Instant lastUse = Instant.EPOCH;

        synchronized Database enter(String id) throws IOException {
            Database open = database;
            if (open == null) {
                open = open(id);
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
