package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A durable list of frames, numbered from 1 without gaps, in segments in one folder. Thread-safe.
public final class Log implements AutoCloseable {

    private static final String LOCK = "lock";

    private final DiskLock lock;
    private final Segments segments;
    private final Recovery recovery;
    private final LogWriter writer;

    private Log(DiskLock lock, Segments segments, Recovery recovery, Tail tail) {
        this.lock = lock;
        this.segments = segments;
        this.recovery = recovery;
        this.writer = new LogWriter(tail, recovery.lastSequence());
    }

    /// Makes an empty log in `folder`, durably.
    ///
    /// @param id 32 bytes that stand in every segment
    /// @param segmentBytes size at which a segment is closed, see [LogLimits#SEGMENT_BYTES]
    /// @throws FileAlreadyExistsException when a log is there
    public static Log create(Disk disk, Path folder, Bytes id, long segmentBytes)
            throws IOException {
        disk.createFolder(folder);
        DiskLock lock = disk.lock(folder.resolve(LOCK));
        try {
            List<String> names = disk.list(folder);
            if (names.stream().anyMatch(name -> SegmentName.parse(name).isPresent())) {
                throw new FileAlreadyExistsException(folder.toString(), null, "it holds a log");
            }
            FoundSegments.sweep(disk, folder, names);
            Segments segments = Segments.create(disk, folder, id);
            var tail = new Tail(segments, 0, segmentBytes, disk.writesAhead());
            return new Log(lock, segments, new Recovery(0, Optional.empty()), tail);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, lock);
            throw e;
        }
    }

    /// Opens the log in `folder`, and cuts off the torn end of what was never acknowledged.
    ///
    /// Reads the newest segment and the headers of the others; the frames of those are checked when
    /// they are read.
    ///
    /// @throws LockedException when somebody has it open
    /// @throws DamagedLogException when something acknowledged is not readable
    /// @throws java.nio.file.NoSuchFileException when no log is there
    public static Log open(Disk disk, Path folder, long segmentBytes) throws IOException {
        return open(disk, folder, segmentBytes, 0);
    }

    /// Opens the log as [#open(Disk, Path, long)] does, and cuts nothing of what was on disk.
    ///
    /// @param atLeast a sequence that is known to have been on disk
    /// @throws DamagedLogException when the log ends before it, too
    public static Log open(Disk disk, Path folder, long segmentBytes, long atLeast)
            throws IOException {
        DiskLock lock = disk.lock(folder.resolve(LOCK));
        try {
            Segments segments = FoundSegments.open(disk, folder);
            Recovery recovery = Recovery.of(segments, atLeast);
            long last = recovery.lastSequence();
            var tail = new Tail(segments, last, segmentBytes, disk.writesAhead());
            return new Log(lock, segments, recovery, tail);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, lock);
            throw e;
        }
    }

    /// 32 bytes.
    public Bytes id() {
        return segments.id();
    }

    /// Of the last frame that is on disk; 0 in an empty log.
    public long lastSequence() {
        return writer.durable();
    }

    /// What opening cut off, if anything.
    public Optional<CutTail> cut() {
        return recovery.cut();
    }

    /// Queues a numbered frame, to be written after those of earlier calls. The caller sees to it
    /// that sequences come in order and without a gap. Blocks while too much waits for the disk.
    ///
    /// @param sequence the next one
    /// @param kind 0 to 127
    /// @throws LogClosedException when the log takes no more
    public void append(long sequence, int kind, Bytes body) throws IOException {
        writer.append(new Frame(sequence, 0, kind, body));
    }

    /// Returns when the frame of `sequence` is on disk: a power cut does not lose it.
    ///
    /// @throws LogClosedException when the disk failed; the log is then closed for good
    public void awaitDurable(long sequence) throws IOException {
        writer.awaitDurable(sequence);
    }

    /// Waits until there is more than `sequence` on disk, and returns the last sequence there.
    ///
    /// @param patience after which it returns what there is
    /// @param abandoned tells that nobody wants to wait any more; asked again after [#wake], under
    ///   a lock of the log, so it must be quick
    /// @throws LogClosedException when nothing more will come
    /// @throws java.io.InterruptedIOException when the thread was interrupted
    public long awaitBeyond(long sequence, Duration patience, BooleanSupplier abandoned)
            throws IOException {
        return writer.awaitBeyond(sequence, patience, abandoned);
    }

    /// Waits as the other does, with nobody to call it off.
    public long awaitBeyond(long sequence, Duration patience) throws IOException {
        return awaitBeyond(sequence, patience, () -> false);
    }

    /// Lets all that wait for more find out whether they still want to.
    public void wake() {
        writer.wake();
    }

    /// Reads from `sequence` on; the caller closes the cursor. Seals of compacted segments must be
    /// there, and nobody asks whose they are.
    public LogCursor read(long sequence) {
        return new LogCursor(segments, writer, Math.max(1, sequence), null);
    }

    /// Reads from the first frame on and lets `seals` check each compacted segment, before the last
    /// frame of it is given out; the caller closes the cursor.
    public LogCursor readChecked(SealCheck seals) {
        return readChecked(1, seals);
    }

    /// Reads as [#readChecked(SealCheck)] does, from `sequence` on. The whole segment in which that
    /// is has its seal checked, too.
    public LogCursor readChecked(long sequence, SealCheck seals) {
        return new LogCursor(segments, writer, Math.max(1, sequence), seals);
    }

    /// Reads one frame: a commit, or a run that was pruned, from `sequence` on.
    ///
    /// @param sequence 1 to [#lastSequence]
    /// @throws DamagedLogException when it is not readable
    public Frame readOne(long sequence) throws IOException {
        if (sequence < 1 || sequence > lastSequence()) {
            throw new IllegalArgumentException(
                    "the log has the frames 1 to " + lastSequence() + ", not " + sequence);
        }
        try (LogCursor cursor = read(sequence)) {
            return cursor.next().orElseThrow();
        }
    }

    /// Begins a new segment behind all that is on disk, and returns when that is on disk too. So
    /// everything there is can be compacted. Does nothing while the newest segment has no frame.
    ///
    /// @throws LogClosedException when the log takes no more
    public void rotate() throws IOException {
        writer.rotate();
    }

    /// The segments that nothing is appended to any more, in order and without gaps.
    public List<SegmentRange> closedSegments() {
        return segments.all().stream()
                .filter(segment -> segment.last() != Segment.OPEN)
                .map(Segment::range)
                .toList();
    }

    /// All segments in order, with what is on disk of each.
    public List<SegmentFile> files() {
        long durable = lastSequence();
        return segments.all().stream()
                .map(segment ->
                        new SegmentFile(
                                segment.name(),
                                segment.firstSequence(),
                                Math.min(segment.last(), durable),
                                segment.end(),
                                segment.compacted()))
                .toList();
    }

    /// Size of all segments, without what is written ahead.
    public long bytes() {
        return segments.all().stream().mapToLong(Segment::end).sum();
    }

    /// Begins a compacted segment for the commits `first` to `last`; the caller closes it.
    ///
    /// @param first sequence of one of [#closedSegments]
    /// @param last sequence of that one or of a later one
    /// @throws IllegalArgumentException when no closed segments cover just that
    /// @throws FileAlreadyExistsException when one of that range is in the making
    public SegmentMaker compacting(long first, long last) throws IOException {
        return segments.making(first, last);
    }

    /// What is known of where frames stand, to be given back to [#restore] after the next open.
    public List<SegmentMarks> marks() {
        return segments.all().stream().map(Segment::marks).toList();
    }

    /// Takes marks of an earlier life of this log, so that it need not be read to know them again.
    /// What does not fit is passed over.
    public void restore(List<SegmentMarks> marks) {
        for (SegmentMarks saved : marks) {
            Segment segment = segments.holding(saved.first());
            if (segment.firstSequence() == saved.first()) {
                segment.restore(saved);
            }
        }
    }

    /// Writes what is queued, then closes. Doing it twice does nothing.
    @Override
    public void close() throws IOException {
        writer.close();
        segments.close();
        lock.close();
    }

    private static void closeAfter(Exception cause, DiskLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
