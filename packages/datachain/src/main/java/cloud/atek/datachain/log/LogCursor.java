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

    /// Frames before the wanted one may be passed over: the reader began somewhere before it.
    private boolean seeking;

    /// The frame before was a note that all is synced; there is no reason to write two.
    private boolean noted;

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
        Optional<Frame> found = advance();
        if (found.isEmpty()) {
            throw new DamagedLogException(
                    here().name(), here().end(), "the segment ends before the frame " + next);
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
            FrameReader in = reader == null ? open() : reader;
            Segment here = here();
            switch (in.next(here.end())) {
                case FrameReader.Found.Good(Frame frame, long offset) -> {
                    if (accept(here, frame, offset)) {
                        return Optional.of(frame);
                    }
                }
                case FrameReader.Found.End() -> {
                    if (segments.holding(next) == here) {
                        return Optional.empty();
                    }
                    close();
                }
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

    /// Tells whether `frame` is the wanted one; before it only notes may stand, and older ones as
    /// long as it is sought.
    private boolean accept(Segment here, Frame frame, long offset) throws DamagedLogException {
        if (seeking && frame.sequence() < next) {
            return false;
        }
        var where = new LogPosition(here.name(), offset);
        Recovery.requireNext(next - 1, frame, where);
        if (!frame.numbered()) {
            requireFirstNote(frame, where);
            return false;
        }
        if (segments.holding(next) != here) {
            throw new DamagedLogException(where, "the frame " + next + " has its own segment");
        }
        seeking = false;
        noted = false;
        frameOffset = offset;
        here.mark(next, offset);
        next++;
        return true;
    }

    private void requireFirstNote(Frame note, LogPosition where) throws DamagedLogException {
        boolean again = note.kind() == Frame.SYNCED;
        if (again && noted) {
            throw new DamagedLogException(where, "the same note twice");
        }
        noted = again;
    }

    private FrameReader open() throws IOException {
        Segment found = segments.holding(next);
        var opened = new FrameReader(segments.openFile(found), found.offsetBefore(next));
        segment = found;
        reader = opened;
        seeking = next > found.firstSequence();
        noted = false;
        return opened;
    }

    private Segment here() {
        if (segment == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return segment;
    }
}
