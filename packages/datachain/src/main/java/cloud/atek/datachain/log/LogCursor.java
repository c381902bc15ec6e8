package cloud.atek.datachain.log;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a log frame by frame, in memory of about one frame, up to what is on disk; it may be asked
/// again when there is more. One thread owns it.
///
/// It has a file of its own, so that an interrupt of its thread closes no other's. After an
/// exception it is of no more use.
public final class LogCursor implements AutoCloseable {

    private final Segments segments;
    private final LogWriter writer;
    private long next;
    private @Nullable Segment segment;
    private @Nullable FrameReader reader;
    private long frameOffset;

    LogCursor(Segments segments, LogWriter writer, long from) {
        this.segments = segments;
        this.writer = writer;
        this.next = from;
    }

    /// The next numbered frame, or nothing when the last one on disk was read.
    ///
    /// @throws DamagedLogException when it should be there and is not readable
    public Optional<Frame> next() throws IOException {
        if (next > writer.durable()) {
            return Optional.empty();
        }
        while (true) {
            FrameReader in = reader == null ? open() : reader;
            Segment here = here();
            switch (in.next(here.end())) {
                case FrameReader.Found.Good(Frame frame, long offset) -> {
                    if (accept(here, frame, offset)) {
                        return Optional.of(frame);
                    }
                }
                case FrameReader.Found.End() -> turnPage(here);
                case FrameReader.Found.Bad(String reason) ->
                        throw new DamagedLogException(here.name(), in.offset(), reason);
            }
        }
    }

    /// Where the frame stands that was read last.
    public LogPosition where() {
        return new LogPosition(here().name(), frameOffset);
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /// Tells whether `frame` is the wanted one; before it only older ones and notes may stand.
    private boolean accept(Segment here, Frame frame, long offset) throws DamagedLogException {
        if (!frame.numbered() || frame.sequence() < next) {
            return false;
        }
        if (frame.sequence() > next) {
            throw new DamagedLogException(
                    here.name(), offset, "want the frame " + next + ", found " + frame.sequence());
        }
        frameOffset = offset;
        here.mark(next, offset);
        next++;
        return true;
    }

    private FrameReader open() throws IOException {
        Segment found = segments.holding(next);
        var opened = new FrameReader(segments.openFile(found), found.offsetBefore(next));
        segment = found;
        reader = opened;
        return opened;
    }

    private void turnPage(Segment here) throws IOException {
        if (segments.holding(next) == here) {
            throw new DamagedLogException(
                    here.name(), here.end(), "the segment ends before the frame " + next);
        }
        close();
    }

    private Segment here() {
        if (segment == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return segment;
    }
}
