package cloud.atek.host.audit;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.api.audit.AuditReport;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Deed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The audit of this host: volumes, each a datachain, the newest of which is written.
///
/// A disk that is full or broken never stops the host: whoever must free space has to be able to.
/// What could not be written waits in memory and is written later; how much was lost is written
/// too, and said meanwhile in the log, by the doctor and by the API. A volume that is damaged is
/// put aside as it is, and the next one says so.
///
/// Thread-safe. Those who record at a time share one sync of the disk.
public final class AuditLog implements Audit, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final String STARTED = "host started";
    private static final String STOPPED = "host stopped";

    /// All volumes together; the oldest are deleted when they are more.
    static final long BYTES_MAX = 64L << 20;

    /// How long the disk is left alone after it failed.
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofSeconds(20);

    private final Settings settings;
    private final Entries entries;
    private final Shelf shelf;
    private final ReentrantLock counting = new ReentrantLock();
    private final Condition more = counting.newCondition();
    private final Floods floods = new Floods();
    private final Thread ticker;

    /// Reading: the volume stays open. Writing: it may be exchanged.
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private final Waiting waiting = new Waiting();
    private @Nullable Volume volume;
    private Instant restUntil = Instant.EPOCH;
    private volatile @Nullable String problem;
    private final AtomicBoolean closing = new AtomicBoolean();
    private boolean closed;

    /// Guarded by `counting`.
    private long written;

    /// What an audit is made with.
    ///
    /// @param dir its folder
    /// @param ids the present ID of a service
    /// @param keep how long entries are kept, at least
    public record Settings(
            Path dir,
            Clock clock,
            Function<ServiceKey, Optional<String>> ids,
            Supplier<Duration> keep) {}

    private AuditLog(Settings settings, Disk disk) {
        this.settings = settings;
        this.entries = new Entries(settings.clock(), settings.ids());
        this.shelf = new Shelf(settings.dir(), settings.clock(), disk);
        this.ticker = Thread.ofVirtual().name("audit").unstarted(this::tickForever);
    }

    /// Opens the audit, or makes it. When that cannot be, it says so and tries again later.
    public static AuditLog open(Settings settings) {
        return open(settings, new LocalDisk());
    }

    static AuditLog open(Settings settings, Disk disk) {
        var audit = new AuditLog(settings, disk);
        audit.mend(null);
        audit.ticker.start();
        return audit;
    }

    /// Writes down that the host has started, and whether the one before was cut short.
    public void started() {
        String note = null;
        try {
            var query = new AuditQuery(null, null, null, null, "host st", null, 1, null);
            note =
                    list(
                                    query,
                                    entry ->
                                            entry.what().equals(STARTED)
                                                    || entry.what().equals(STOPPED))
                            .entries()
                            .stream()
                            .filter(entry -> entry.what().equals(STARTED))
                            .map(_ -> "it had not been stopped before")
                            .findFirst()
                            .orElse(null);
        } catch (IOException e) {
            log.warn("the audit does not tell how the host ended", e);
        }
        record(Deed.ofTheHost(STARTED, null, note));
    }

    @Override
    public void record(Deed deed) {
        AuditEntry entry = entries.of(deed);
        if (deed.ending() instanceof Deed.Ending.Done || admitted(entry)) {
            write(entry);
        }
    }

    /// A page of the entries that `visible` lets the asker see, newest first.
    ///
    /// @throws IllegalArgumentException with a sentence, when the query cannot be understood
    /// @throws IOException when an old volume cannot be read
    public AuditPage list(AuditQuery query, Predicate<AuditEntry> visible) throws IOException {
        var search = Search.of(query, visible);
        use.readLock().lock();
        try {
            return search.page(new Volumes(shelf, volume), problem());
        } finally {
            use.readLock().unlock();
        }
    }

    /// The entries behind a place, oldest first; of more than fit in one page the newest.
    ///
    /// @param place of an entry, as [#newest] tells it
    public List<AuditEntry> after(String place, AuditQuery query, Predicate<AuditEntry> visible)
            throws IOException {
        var search = Search.of(query.before(null).limit(AuditQuery.LIMIT_MAX), visible, place);
        use.readLock().lock();
        try {
            return search.page(new Volumes(shelf, volume), null).entries().reversed();
        } finally {
            use.readLock().unlock();
        }
    }

    /// The place of the newest entry.
    public String newest() throws IOException {
        List<AuditEntry> newest = list(AuditQuery.ALL.limit(1), _ -> true).entries();
        return newest.isEmpty() ? "0-0" : String.valueOf(newest.getFirst().at());
    }

    /// How many entries were written since the host has started, for [#awaitMore].
    public long written() {
        counting.lock();
        try {
            return written;
        } finally {
            counting.unlock();
        }
    }

    /// Waits until more than `seen` were written, or `wait` is over.
    public void awaitMore(long seen, Duration wait) throws InterruptedException {
        counting.lock();
        try {
            long left = wait.toNanos();
            while (written <= seen && left > 0) {
                left = more.awaitNanos(left);
            }
        } finally {
            counting.unlock();
        }
    }

    /// Reads all of it. A damaged newest volume is put aside, and the next is begun.
    public AuditReport verify() throws IOException {
        Inspection found;
        use.readLock().lock();
        try {
            found = Inspection.of(new Volumes(shelf, volume));
        } finally {
            use.readLock().unlock();
        }
        String broken = found.newest();
        if (broken != null) {
            putAside(broken);
        }
        return found.report(shelf.aside(), unwritten(), problem());
    }

    /// One sentence when something is wrong with the audit; null when all is well.
    public @Nullable String problem() {
        String now = problem;
        if (now != null) {
            return "The audit cannot be written: " + now;
        }
        try {
            List<String> aside = shelf.aside();
            return aside.isEmpty()
                    ? null
                    : "A damaged part of the audit is kept aside in "
                            + settings.dir().getFileName()
                            + "/damaged: "
                            + String.join(", ", aside);
        } catch (IOException e) {
            return "The audit cannot be read: " + e.getMessage();
        }
    }

    /// Writes what was only counted so far and that the host stops, then closes. Doing it twice
    /// does nothing.
    @Override
    public void close() throws IOException {
        ticker.interrupt();
        if (closing.getAndSet(true)) {
            return;
        }
        counted(true).forEach(this::write);
        record(Deed.ofTheHost(STOPPED, null, null));
        use.writeLock().lock();
        try {
            closed = true;
            Volume open = volume;
            volume = null;
            if (open != null) {
                open.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private boolean admitted(AuditEntry entry) {
        counting.lock();
        try {
            return floods.admits(entry, settings.clock().instant());
        } finally {
            counting.unlock();
        }
    }

    private List<AuditEntry> counted(boolean all) {
        counting.lock();
        try {
            Instant now = settings.clock().instant();
            return all ? floods.all(now, entries.now()) : floods.due(now, entries.now());
        } finally {
            counting.unlock();
        }
    }

    private void write(AuditEntry entry) {
        IOException failure = null;
        Volume used;
        boolean full = false;
        use.readLock().lock();
        try {
            used = volume;
            if (used != null) {
                used.append(entry);
                full = used.full(settings.clock().instant());
            }
        } catch (IOException e) {
            failure = e;
            used = volume;
        } finally {
            use.readLock().unlock();
        }
        if (failure != null) {
            failed(used, failure);
        }
        told();
        if (used == null || failure != null) {
            mend(entry);
        } else if (full) {
            turn(used);
        }
    }

    private void told() {
        counting.lock();
        try {
            written++;
            more.signalAll();
        } finally {
            counting.unlock();
        }
    }

    /// The disk does not take it: nothing more is written until it was opened anew.
    private void failed(@Nullable Volume used, IOException cause) {
        use.writeLock().lock();
        try {
            if (Objects.equals(volume, used)) {
                volume = null;
                restUntil = settings.clock().instant().plus(REST);
                if (problem == null) {
                    log.error("the audit cannot be written; what is done waits for it", cause);
                }
                problem = text(cause);
                if (used != null) {
                    used.close();
                }
            }
        } catch (IOException e) {
            log.warn("a volume of the audit was not closed well", e);
        } finally {
            use.writeLock().unlock();
        }
    }

    /// Lets an entry wait, opens the newest volume when there is none, and writes what waits.
    private void mend(@Nullable AuditEntry entry) {
        use.writeLock().lock();
        try {
            if (entry != null) {
                waiting.add(entry);
            }
            if (volume == null && !closed && !settings.clock().instant().isBefore(restUntil)) {
                reopen();
            }
            Volume open = volume;
            if (open != null) {
                catchUp(open);
            }
        } catch (IOException e) {
            failed(volume, e);
        } finally {
            use.writeLock().unlock();
        }
    }

    private void reopen() throws IOException {
        Shelf.Opened opened = shelf.open();
        volume = opened.volume();
        problem = null;
        if (opened.aside() != null) {
            log.error("a damaged volume of the audit is put aside: {}", opened.aside());
            opened.volume().append(itself("audit damaged", opened.aside()));
        }
        forget(opened.volume());
    }

    private void catchUp(Volume open) throws IOException {
        long waited = waiting.size();
        for (AuditEntry next = waiting.first(); next != null; next = waiting.first()) {
            open.append(next);
            waiting.written();
        }
        long lost = waiting.tellLost();
        if (lost > 0) {
            open.append(itself("audit incomplete", lost + " entries could not be written"));
        }
        if (waited > 1) {
            log.info("the audit is written again, {} entries waited, {} are lost", waited, lost);
        }
    }

    /// Begins the next volume behind a full one.
    private void turn(Volume full) {
        use.writeLock().lock();
        try {
            if (full.equals(volume)) {
                Link previous = full.asPrevious();
                volume = null;
                full.close();
                Volume next = shelf.next(previous);
                volume = next;
                forget(next);
            }
        } catch (IOException e) {
            failed(volume, e);
        } finally {
            use.writeLock().unlock();
        }
    }

    private void forget(Volume newest) throws IOException {
        List<Integer> forgotten = shelf.forget(settings.keep().get(), BYTES_MAX);
        if (!forgotten.isEmpty()) {
            newest.append(itself("audit shortened", "too old or too much: volumes " + forgotten));
        }
    }

    private void putAside(String damage) throws IOException {
        use.writeLock().lock();
        try {
            Volume broken = volume;
            if (broken != null) {
                volume = null;
                broken.chain().close();
                volume = shelf.aside(broken.number(), broken.folder(), damage);
                volume.append(itself("audit damaged", damage));
                log.error("a damaged volume of the audit is put aside: {}", damage);
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private AuditEntry itself(String what, @Nullable String note) {
        return entries.of(Deed.ofTheHost(what, null, note));
    }

    private long unwritten() {
        use.readLock().lock();
        try {
            return waiting.size();
        } finally {
            use.readLock().unlock();
        }
    }

    private void tickForever() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes what was counted long enough, and tries the disk again.
    void tick() {
        counted(false).forEach(this::write);
        if (unwritten() > 0) {
            mend(null);
        }
    }

    private static String text(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
