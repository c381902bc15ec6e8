package cloud.atek.datachain.log;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a log frame by frame, in memory of about one frame, up to what is on disk; it may be asked
/// again when there is more. One thread owns it.
///
/// Compaction does not disturb it: it reads the file to its end that it has open, and goes on by
/// sequence. It has a file of its own, so that an interrupt of its thread closes no other's. After
/// an exception it is of no more use.
public final class LogCursor implements AutoCloseable {

    private final Segments segments;
    private final LogWriter writer;
    private final @Nullable SealCheck seals;
    private long next;
    private @Nullable SegmentReader reader;
    private LogPosition where;
    private boolean compacted;

    LogCursor(Segments segments, LogWriter writer, long from, @Nullable SealCheck seals) {
        this.segments = segments;
        this.writer = writer;
        this.next = from;
        this.seals = seals;
        this.where = new LogPosition(segments.holding(from).name(), SegmentHeader.BYTES);
    }

    /// The next numbered frame, or nothing when the last one on disk was read. It begins with the
    /// sequence after the one before it. A run of commits that compaction removed is one frame of
    /// kind [Frame#PRUNED], see [PrunedRun]: sequences jump over it.
    ///
    /// @throws DamagedLogException when it should be there and is not readable
    public Optional<Frame> next() throws IOException {
        if (next > writer.durable()) {
            return Optional.empty();
        }
        Optional<Frame> found = advance();
        if (found.isEmpty()) {
            Segment here = segments.holding(next);
            throw new DamagedLogException(
                    here.name(), here.end(), "the segment ends before the frame " + next);
        }
        return found;
    }

    /// Reads on to the last byte on disk, which may belong to a note that no caller wants.
    ///
    /// @throws DamagedLogException when something there is not readable
    public void drain() throws IOException {
        Optional<Frame> found;
        do {
            found = advance();
        } while (found.isPresent());
    }

    /// The next numbered frame, or nothing at the end of the newest segment.
    private Optional<Frame> advance() throws IOException {
        while (true) {
            SegmentReader in = reader == null ? open() : reader;
            Optional<Frame> found = in.next();
            if (found.isPresent()) {
                where = new LogPosition(in.segment().name(), in.offset());
                compacted = in.segment().compacted();
                next = found.get().sequence() + 1;
                return found;
            }
            if (next <= in.segment().last()) {
                return found;
            }
            close();
        }
    }

    /// Whether compaction wrote the frame that was read last.
    public boolean compacted() {
        return compacted;
    }

    /// Where the frame stands that was read last.
    public LogPosition where() {
        return where;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private SegmentReader open() throws IOException {
        SegmentReader opened = segments.reader(next, seals);
        reader = opened;
        return opened;
    }
}
