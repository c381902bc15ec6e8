package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What an opener finds in the folder of a log.
///
/// @param valid in order; together they cover every sequence once
/// @param leftovers covered by a compacted segment: a crash kept them from being deleted
record FoundSegments(List<SegmentName> valid, List<SegmentName> leftovers) {

    /// Opens the log in `folder`: checks how each segment begins and that none is missing, and
    /// sweeps what was never finished or is left over.
    ///
    /// @throws NoSuchFileException when no log is there
    static Segments open(Disk disk, Path folder) throws IOException {
        List<String> names = disk.list(folder);
        FoundSegments found =
                of(names.stream().flatMap(name -> SegmentName.parse(name).stream()).toList());
        if (found.valid.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "no log is in this folder");
        }
        found.requireAll();
        TreeMap<Long, Segment> segments = found.read(disk, folder);
        for (SegmentName name : found.leftovers) {
            requireWhole(disk, segments.floorEntry(name.first()).getValue());
        }
        for (SegmentName name : found.leftovers) {
            disk.delete(folder.resolve(name.toString()));
        }
        sweep(disk, folder, names);
        Bytes id = segments.firstEntry().getValue().header().id();
        return new Segments(disk, folder, id, segments);
    }

    /// Deletes what was in the making when the power went.
    static void sweep(Disk disk, Path folder, List<String> names) throws IOException {
        for (String name : names) {
            if (name.endsWith(SegmentName.NEW_SUFFIX)) {
                disk.delete(folder.resolve(name));
            }
        }
    }

    static FoundSegments of(List<SegmentName> names) {
        var valid = new ArrayList<SegmentName>();
        var leftovers = new ArrayList<SegmentName>();
        long covered = 0;
        for (SegmentName name : names.stream().sorted().toList()) {
            boolean leftover = name.first() <= covered && name.last() <= covered;
            (leftover ? leftovers : valid).add(name);
            covered = Math.max(covered, name.last());
        }
        return new FoundSegments(valid, leftovers);
    }

    private void requireAll() throws DamagedLogException {
        if (valid.getFirst().first() != 1) {
            throw new DamagedLogException(Segment.name(1), 0, "the first segment is missing");
        }
        SegmentName newest = valid.getLast();
        if (newest.compacted()) {
            throw new DamagedLogException(newest.toString(), 0, "the segment after it is missing");
        }
        for (int i = 1; i < valid.size(); i++) {
            SegmentName before = valid.get(i - 1);
            SegmentName name = valid.get(i);
            if (before.compacted() && name.first() != before.last() + 1) {
                throw new DamagedLogException(
                        name.toString(),
                        0,
                        "want a segment from " + (before.last() + 1) + " behind " + before);
            }
        }
    }

    private TreeMap<Long, Segment> read(Disk disk, Path folder) throws IOException {
        var segments = new TreeMap<Long, Segment>();
        for (SegmentName name : valid) {
            Segment segment = read(disk, folder, name);
            if (!segments.isEmpty()) {
                Segment before = segments.lastEntry().getValue();
                requireSame(before.header().id(), segment);
                before.close(name.first() - 1);
            }
            segments.put(name.first(), segment);
        }
        return segments;
    }

    private static Segment read(Disk disk, Path folder, SegmentName name) throws IOException {
        try (DiskFile file = disk.open(folder.resolve(name.toString()))) {
            SegmentHeader header = SegmentHeader.read(file, name.toString());
            if (header.first() != name.first() || header.last() != name.last()) {
                throw new DamagedLogException(
                        name.toString(),
                        12,
                        "it says inside that it is "
                                + new SegmentName(header.first(), header.last()));
            }
            return new Segment(folder, header, file.size());
        }
    }

    private static void requireSame(Bytes id, Segment segment) throws DamagedLogException {
        if (!segment.header().id().equals(id)) {
            throw new DamagedLogException(
                    segment.name(),
                    20,
                    "it belongs to the log "
                            + segment.header().id().hex()
                            + ", not to "
                            + id.hex());
        }
    }

    /// Nothing is deleted in favour of a segment that cannot be read.
    private static void requireWhole(Disk disk, Segment compacted) throws IOException {
        try (var reader = new SegmentReader(compacted, disk.open(compacted.path()), 1, null)) {
            reader.drain();
        }
    }
}
