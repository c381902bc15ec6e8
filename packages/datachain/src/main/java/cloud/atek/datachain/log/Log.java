package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/// A durable list of frames, numbered from 1 without gaps, in segments in one folder. Thread-safe.
public final class Log implements AutoCloseable {

    private static final String LOCK = "lock";

    private final DiskLock lock;
    private final Segments segments;
    private final Recovery recovery;
    private final LogWriter writer;

    private Log(DiskLock lock, Segments segments, Recovery recovery, long segmentBytes) {
        this.lock = lock;
        this.segments = segments;
        this.recovery = recovery;
        this.writer = new LogWriter(segments, recovery.lastSequence(), segmentBytes);
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
            if (disk.list(folder).stream().anyMatch(name -> Segment.firstSequence(name) > 0)) {
                throw new FileAlreadyExistsException(folder.toString(), null, "it holds a log");
            }
            Segments segments = Segments.create(disk, folder, id);
            return new Log(lock, segments, new Recovery(0, Optional.empty()), segmentBytes);
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
            Segments segments = Segments.open(disk, folder);
            return new Log(lock, segments, Recovery.of(segments, atLeast), segmentBytes);
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

    /// Reads from `sequence` on; the caller closes the cursor.
    public LogCursor read(long sequence) {
        return new LogCursor(segments, writer, Math.max(1, sequence));
    }

    /// Writes what is queued, then closes. Doing it twice does nothing.
    @Override
    public void close() throws IOException {
        writer.close();
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
