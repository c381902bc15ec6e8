package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The segments of one log, by the first sequence in each. Thread-safe: the writer adds at the end
/// while compaction swaps pieces of what is closed.
final class Segments {

    private final Disk disk;
    private final Path folder;
    private final Bytes id;

    /// Read: a name is looked up and its file opened. Write: names change.
    private final ReentrantReadWriteLock names = new ReentrantReadWriteLock();

    /// Never changed, only replaced.
    private volatile NavigableMap<Long, Segment> bySequence;

    /// @param found at least one, without gaps
    Segments(Disk disk, Path folder, Bytes id, NavigableMap<Long, Segment> found) {
        this.disk = disk;
        this.folder = folder;
        this.id = id;
        this.bySequence = found;
    }

    /// Makes the first segment of a new log.
    static Segments create(Disk disk, Path folder, Bytes id) throws IOException {
        var segments = new Segments(disk, folder, id, Collections.emptyNavigableMap());
        segments.add(1).close();
        return segments;
    }

    Bytes id() {
        return id;
    }

    Segment newest() {
        return bySequence.lastEntry().getValue();
    }

    /// The segment in which `sequence` stands, if anywhere.
    Segment holding(long sequence) {
        return bySequence.floorEntry(Math.max(1, sequence)).getValue();
    }

    List<Segment> all() {
        return List.copyOf(bySequence.values());
    }

    DiskFile openFile(Segment segment) throws IOException {
        return disk.open(segment.path());
    }

    /// Reads the segment in which `sequence` stands, from there on.
    SegmentReader reader(long sequence, @Nullable SealCheck seals) throws IOException {
        Segment segment;
        DiskFile file;
        names.readLock().lock();
        try {
            segment = holding(sequence);
            file = openFile(segment);
        } finally {
            names.readLock().unlock();
        }
        try {
            return new SegmentReader(segment, file, sequence, seals);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Makes a new segment, durably; its name appears only when its header is on disk.
    DiskFile add(long firstSequence) throws IOException {
        var header = new SegmentHeader(id, firstSequence, 0);
        var segment = new Segment(folder, header, SegmentHeader.BYTES);
        Path making = making(segment);
        try (DiskFile file = disk.create(making)) {
            file.write(header.encode(), 0);
            file.sync();
        }
        disk.rename(making, segment.path());
        disk.syncFolder(folder);
        DiskFile file = disk.open(segment.path());
        put(segment);
        return file;
    }

    /// Begins a file that can take the place of all segments from `first` to `last`.
    ///
    /// @throws IllegalArgumentException when no closed segments cover just that
    SegmentMaker making(long first, long last) throws IOException {
        requireClosed(first, last);
        var segment = new Segment(folder, new SegmentHeader(id, first, last), SegmentHeader.BYTES);
        return new SegmentMaker(this, segment, disk.create(making(segment)));
    }

    /// Puts a finished file in the place of those that it covers. Until its name is on disk they
    /// stay; a reader finds the new one or the old ones.
    void swap(Segment made) throws IOException {
        NavigableMap<Long, Segment> covered;
        names.writeLock().lock();
        try {
            requireClosed(made.firstSequence(), made.last());
            covered = bySequence.subMap(made.firstSequence(), true, made.last(), true);
            disk.rename(making(made), made.path());
            var next = new TreeMap<>(bySequence);
            next.keySet().removeAll(covered.keySet());
            next.put(made.firstSequence(), made);
            bySequence = next;
        } finally {
            names.writeLock().unlock();
        }
        disk.syncFolder(folder);
        for (Segment old : covered.values()) {
            if (!old.path().equals(made.path())) {
                disk.delete(old.path());
            }
        }
    }

    /// Deletes a file that was not finished.
    void abandon(Segment segment) throws IOException {
        try {
            disk.delete(making(segment));
        } catch (NoSuchFileException e) {
            // It has its name already: what failed came after that.
        }
    }

    private void put(Segment segment) {
        names.writeLock().lock();
        try {
            var next = new TreeMap<>(bySequence);
            next.put(segment.firstSequence(), segment);
            var before = next.lowerEntry(segment.firstSequence());
            bySequence = next;
            if (before != null && before.getValue().last() == Segment.OPEN) {
                // After the new one can be found, which who reads on will look for.
                before.getValue().close(segment.firstSequence() - 1);
            }
        } finally {
            names.writeLock().unlock();
        }
    }

    private void requireClosed(long first, long last) {
        NavigableMap<Long, Segment> now = bySequence;
        if (last < first || !now.containsKey(first) || !now.containsKey(last + 1)) {
            throw new IllegalArgumentException(
                    "no closed segments go from " + first + " to " + last + ", ask for their list");
        }
    }

    private static Path making(Segment segment) {
        return segment.path().resolveSibling(segment.name() + SegmentName.NEW_SUFFIX);
    }
}
