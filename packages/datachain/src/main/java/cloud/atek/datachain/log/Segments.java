package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The segments of one log, by the first sequence in each. Thread-safe; only the writer adds one.
final class Segments {

    private final Disk disk;
    private final Path folder;
    private final Bytes id;
    private final ConcurrentSkipListMap<Long, Segment> bySequence = new ConcurrentSkipListMap<>();

    private Segments(Disk disk, Path folder, Bytes id) {
        this.disk = disk;
        this.folder = folder;
        this.id = id;
    }

    /// Makes the first segment of a new log.
    static Segments create(Disk disk, Path folder, Bytes id) throws IOException {
        var segments = new Segments(disk, folder, id);
        segments.add(1).close();
        return segments;
    }

    /// Finds all segments and checks how each begins. What was never finished is swept.
    ///
    /// @throws NoSuchFileException when there is none
    static Segments open(Disk disk, Path folder) throws IOException {
        Segments segments = null;
        for (String name : disk.list(folder)) {
            if (name.endsWith(Segment.NEW_SUFFIX)) {
                disk.delete(folder.resolve(name));
            }
            long first = Segment.firstSequence(name);
            if (first > 0) {
                SegmentHeader header = header(disk, folder.resolve(name), first);
                segments = segments == null ? new Segments(disk, folder, header.id()) : segments;
                segments.require(header.id(), name);
                segments.put(first, disk);
            }
        }
        if (segments == null) {
            throw new NoSuchFileException(folder.toString(), null, "no log is in this folder");
        }
        if (segments.bySequence.firstKey() != 1) {
            throw new DamagedLogException(Segment.name(1), 0, "the first segment is missing");
        }
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

    /// The segment that begins with `sequence`.
    Optional<Segment> beginningWith(long sequence) {
        return Optional.ofNullable(bySequence.get(sequence));
    }

    DiskFile openFile(Segment segment) throws IOException {
        return disk.open(segment.path());
    }

    /// Makes a new segment, durably; its name appears only when its header is on disk.
    DiskFile add(long firstSequence) throws IOException {
        Path path = folder.resolve(Segment.name(firstSequence));
        Path making = path.resolveSibling(path.getFileName() + Segment.NEW_SUFFIX);
        try (DiskFile file = disk.create(making)) {
            file.write(new SegmentHeader(id, firstSequence).encode(), 0);
            file.sync();
        }
        disk.rename(making, path);
        disk.syncFolder(folder);
        DiskFile file = disk.open(path);
        bySequence.put(firstSequence, new Segment(folder, firstSequence, SegmentHeader.BYTES));
        return file;
    }

    private void put(long first, Disk from) throws IOException {
        Path path = folder.resolve(Segment.name(first));
        try (DiskFile file = from.open(path)) {
            bySequence.put(first, new Segment(folder, first, file.size()));
        }
    }

    private void require(Bytes wanted, String name) throws DamagedLogException {
        if (!wanted.equals(id)) {
            throw new DamagedLogException(
                    name, 20, "it belongs to the log " + wanted.hex() + ", not to " + id.hex());
        }
    }

    private static SegmentHeader header(Disk disk, Path path, long first) throws IOException {
        String name = path.getFileName().toString();
        try (DiskFile file = disk.open(path)) {
            SegmentHeader header = SegmentHeader.read(file, name);
            if (header.firstSequence() != first) {
                throw new DamagedLogException(
                        name, 12, "it begins with " + header.firstSequence() + " inside");
            }
            return header;
        }
    }
}
