package cloud.atek.host.audit;

import cloud.atek.api.audit.AuditReport;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.datachain.merkle.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What reading all volumes found.
///
/// @param newest what is wrong with the volume that is written, null when nothing is
/// @param unlinked what is wrong between the volumes, null when nothing is
record Inspection(
        List<AuditReport.Volume> volumes,
        long entries,
        @Nullable String newest,
        @Nullable String unlinked) {

    /// The commits of a volume that hold no entry: its genesis and its link.
    private static final int FIRST_ENTRY = 3;

    static Inspection of(Volumes all) throws IOException {
        var volumes = new ArrayList<AuditReport.Volume>();
        Volume writing = all.newest();
        String newest = null;
        String unlinked = null;
        long entries = 0;
        for (Map.Entry<Integer, Path> one : all.shelf().volumes().entrySet()) {
            boolean written = writing != null && writing.number() == one.getKey();
            AuditReport.Volume volume = read(all, one.getKey(), one.getValue());
            if (written) {
                newest = volume.damage();
            }
            if (volume.damage() == null) {
                entries += volume.size() - FIRST_ENTRY + 1;
                String gap = gap(volumes, volume, link(all, one));
                unlinked = unlinked == null ? gap : unlinked;
            }
            volumes.add(volume);
        }
        return new Inspection(volumes, entries, newest, unlinked);
    }

    AuditReport report(List<String> aside, long unwritten, @Nullable String problem) {
        String damage =
                volumes.stream()
                        .flatMap(volume -> Optional.ofNullable(volume.damage()).stream())
                        .findFirst()
                        .orElse(unlinked);
        return new AuditReport(
                damage == null && aside.isEmpty(),
                damage,
                entries,
                volumes,
                aside,
                unwritten,
                problem);
    }

    private static AuditReport.Volume read(Volumes all, int number, Path folder)
            throws IOException {
        try {
            Volume writing = all.newest();
            return writing != null && writing.number() == number
                    ? newest(writing)
                    : older(all.shelf(), number, folder);
        } catch (DamagedLogException e) {
            return new AuditReport.Volume(
                    number,
                    "",
                    0,
                    null,
                    null,
                    null,
                    null,
                    Shelf.bytes(folder),
                    folder.getFileName() + ": " + e.getMessage());
        }
    }

    private static AuditReport.Volume newest(Volume volume) throws IOException {
        Chain chain = volume.chain();
        chain.verify();
        Note note = chain.checkpoint();
        long size = chain.lastSequence();
        return new AuditReport.Volume(
                volume.number(),
                chain.id().hex(),
                size,
                chain.root(size).hex(),
                text(note),
                time(chain.read(Math.min(FIRST_ENTRY, size))),
                time(chain.read(size)),
                Shelf.bytes(volume.folder()),
                null);
    }

    private static AuditReport.Volume older(Shelf shelf, int number, Path folder)
            throws IOException {
        try (ChainReader chain = ChainReader.open(folder, shelf.disk())) {
            ChainReader.Checked checked = chain.check(true, new Frontier(), shelf.key(chain.id()));
            long size = checked.sequence();
            return new AuditReport.Volume(
                    number,
                    chain.id().hex(),
                    size,
                    checked.root().hex(),
                    chain.checkpoint().map(Inspection::text).orElse(null),
                    time(chain.read(Math.min(FIRST_ENTRY, size))),
                    time(chain.read(size)),
                    Shelf.bytes(folder),
                    null);
        }
    }

    /// What a volume says of the one before it must be true of that one.
    private static @Nullable String gap(
            List<AuditReport.Volume> before, AuditReport.Volume volume, @Nullable Link link) {
        if (link == null) {
            return "volume " + volume.number() + " does not say which one was before it";
        }
        if (before.isEmpty() || link.damage() != null) {
            return null;
        }
        AuditReport.Volume previous = before.getLast();
        if (previous.damage() != null) {
            return null;
        }
        if (previous.number() != link.number()) {
            return "volume " + link.number() + " is missing";
        }
        return previous.id().equals(link.id())
                        && previous.size() == link.size()
                        && link.root() != null
                        && link.root().equals(previous.root())
                ? null
                : "volume %d is not the one that was before volume %d"
                        .formatted(previous.number(), volume.number());
    }

    private static @Nullable Link link(Volumes all, Map.Entry<Integer, Path> one)
            throws IOException {
        try (Volumes.Reading reading = all.open(one.getKey(), one.getValue());
                CommitCursor cursor = reading.from(2)) {
            Optional<Commit> second = cursor.next().map(signed -> signed.commit());
            if (second.isEmpty()) {
                return null;
            }
            for (Event event : second.get().events()) {
                if (event instanceof Event.Put put && put.type().equals(Volume.LINK)) {
                    return Link.read(put.body().toArray());
                }
            }
            return null;
        }
    }

    private static @Nullable String time(CommitCursor opened) throws IOException {
        try (CommitCursor cursor = opened) {
            return cursor.next()
                    .map(signed -> signed.commit().time())
                    .map(Instant::toString)
                    .orElse(null);
        }
    }

    private static String text(Note note) {
        return new String(note.toBytes().toArray(), StandardCharsets.UTF_8);
    }
}
