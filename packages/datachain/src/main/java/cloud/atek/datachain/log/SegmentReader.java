package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the numbered frames of one segment in order, and checks that each is the one that must
/// stand there. One thread owns it.
///
/// It goes on reading its file when compaction has put another in its place.
final class SegmentReader implements AutoCloseable {

    /// Kinds of frames that only compaction writes.
    private static final Set<Integer> COMPACTED_ONLY = Set.of(Frame.PRUNED, Frame.SEAL, Frame.MEMO);

    private final Segment segment;
    private final DiskFile file;
    private final @Nullable SealCheck seals;
    private final @Nullable MessageDigest digest;
    private final FrameReader frames;

    /// The first thing that was found at a mark, to be looked at again.
    private FrameReader.@Nullable Found peeked;

    private long before;
    private long wanted;
    private long offset;

    /// The frame before was a note that all is synced; there is no reason to write two.
    private boolean noted;

    /// @param file is closed with this
    /// @param wanted the first sequence of interest
    /// @param seals checks the seal of a compacted segment, and then all of it is read
    SegmentReader(Segment segment, DiskFile file, long wanted, @Nullable SealCheck seals)
            throws IOException {
        this.segment = segment;
        this.file = file;
        this.wanted = wanted;
        this.seals = seals;
        this.digest = seals != null && segment.compacted() ? sha256() : null;
        this.before = segment.firstSequence() - 1;
        if (seals != null) {
            requireHeader();
        }
        if (digest != null) {
            digest.update(segment.header().encode());
        }
        SegmentMarks.Mark mark = segment.markBefore(wanted);
        boolean all = digest != null || mark.offset() == SegmentHeader.BYTES;
        this.frames = all ? new FrameReader(file, SegmentHeader.BYTES, digest) : startAt(mark);
    }

    /// The next numbered frame from the wanted sequence on, of a run that was pruned only what is
    /// wanted of it; nothing at the end of what is on disk.
    ///
    /// @throws DamagedLogException when it should be there and is not readable
    Optional<Frame> next() throws IOException {
        while (true) {
            // Before the end is asked for: once this is known, the end does not move any more.
            long last = segment.last();
            switch (read()) {
                case FrameReader.Found.Good good -> {
                    Optional<Frame> found = accept(good);
                    if (found.isPresent()) {
                        return found;
                    }
                }
                case FrameReader.Found.End() -> {
                    if (last != Segment.OPEN && before < last) {
                        throw damage(
                                segment.end(), "the segment ends before the frame " + (before + 1));
                    }
                    return Optional.empty();
                }
                case FrameReader.Found.Bad(String reason) -> throw damage(frames.offset(), reason);
            }
        }
    }

    /// Reads on to its last byte.
    void drain() throws IOException {
        Optional<Frame> found;
        do {
            found = next();
        } while (found.isPresent());
    }

    /// Where the frame begins that was read last, in bytes.
    long offset() {
        return offset;
    }

    Segment segment() {
        return segment;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private FrameReader.Found read() throws IOException {
        FrameReader.Found found = peeked == null ? frames.next(segment.end()) : peeked;
        peeked = null;
        return found;
    }

    private void requireHeader() throws IOException {
        if (!SegmentHeader.read(file, segment.name()).equals(segment.header())) {
            throw damage(0, "the segment header is of another segment");
        }
    }

    /// Begins at `mark`, if the frame is there that it tells of.
    private FrameReader startAt(SegmentMarks.Mark mark) throws IOException {
        var there = new FrameReader(file, mark.offset());
        FrameReader.Found found = there.next(segment.end());
        if (found instanceof FrameReader.Found.Good(Frame frame, long first, _)
                && frame.numbered()
                && first == mark.sequence()) {
            peeked = found;
            before = first - 1;
            return there;
        }
        segment.unmark();
        return new FrameReader(file, SegmentHeader.BYTES);
    }

    /// Before a frame only notes may stand, and in a compacted segment none but the memo and the
    /// seal at its end.
    private Optional<Frame> accept(FrameReader.Found.Good good) throws IOException {
        Frame frame = good.frame();
        var where = new LogPosition(segment.name(), good.offset());
        requireNext(before, good, segment.compacted(), where);
        if (!frame.numbered()) {
            requireFirstNote(frame, where);
            return Optional.empty();
        }
        if (frame.sequence() > segment.last()) {
            throw new DamagedLogException(
                    where, "the frame " + frame.sequence() + " has its own segment");
        }
        segment.mark(good.first(), good.offset());
        before = frame.sequence();
        noted = false;
        if (segment.compacted() && before == segment.last()) {
            requireEnd();
        }
        return before < wanted ? Optional.empty() : Optional.of(found(good));
    }

    private Frame found(FrameReader.Found.Good good) {
        Frame frame = good.frame();
        if (good.first() < wanted) {
            frame = PrunedRun.of(frame).from(wanted).frame(frame.synced());
        }
        offset = good.offset();
        wanted = before + 1;
        return frame;
    }

    /// Checks that a frame may follow `last`.
    static void requireNext(
            long last, FrameReader.Found.Good good, boolean compacted, LogPosition where)
            throws DamagedLogException {
        Frame frame = good.frame();
        long want = frame.numbered() ? last + 1 : last;
        if (good.first() != want) {
            throw new DamagedLogException(
                    where, "want the frame " + want + ", found " + good.first());
        }
        if (!compacted && COMPACTED_ONLY.contains(frame.kind())) {
            throw new DamagedLogException(
                    where, "a frame of kind " + frame.kind() + " in a segment not compacted");
        }
        if (compacted && !frame.numbered()) {
            throw new DamagedLogException(
                    where, "a note of kind " + frame.kind() + " in a compacted segment");
        }
    }

    private void requireFirstNote(Frame note, LogPosition where) throws DamagedLogException {
        boolean again = note.kind() == Frame.SYNCED;
        if (again && noted) {
            throw new DamagedLogException(where, "the same note twice");
        }
        noted = again;
    }

    /// Checks what stands behind the last numbered frame of a compacted segment: the memo, the
    /// seal, and nothing else.
    private void requireEnd() throws IOException {
        long at = frames.offset();
        Bytes memo = requireNote(Frame.MEMO, "memo");
        long sealedAt = frames.offset();
        Bytes seal = requireNote(Frame.SEAL, "seal");
        if (frames.offset() != segment.end()) {
            throw damage(frames.offset(), "something stands behind the seal");
        }
        if (seals != null && digest != null) {
            SegmentHeader header = segment.header();
            var hash = new Hash(Bytes.owning(digest.digest()));
            var range = new SealedRange(header.id(), header.first(), header.last(), hash);
            requireGood(seals, range, seal, sealedAt);
            remember(seals, range, memo, at);
        }
    }

    private Bytes requireNote(int kind, String name) throws IOException {
        long at = frames.offset();
        FrameReader.Found found = frames.next(segment.end());
        if (found instanceof FrameReader.Found.Good(Frame note, _, _)
                && note.kind() == kind
                && note.sequence() == before) {
            return note.body();
        }
        String came =
                switch (found) {
                    case FrameReader.Found.Good(Frame other, _, _) ->
                            "found kind " + other.kind() + " of the frame " + other.sequence();
                    case FrameReader.Found.End() -> "none";
                    case FrameReader.Found.Bad(String reason) -> reason;
                };
        throw damage(at, "want the " + name + " of the segment: " + came);
    }

    private void remember(SealCheck check, SealedRange range, Bytes memo, long at)
            throws DamagedLogException {
        try {
            check.remembered(range, memo);
        } catch (IllegalArgumentException e) {
            throw damage(at, "the memo before the seal makes no sense: " + e.getMessage());
        }
    }

    private void requireGood(SealCheck check, SealedRange range, Bytes seal, long at)
            throws DamagedLogException {
        if (!check.good(range, seal)) {
            throw damage(at, "the seal is not of whoever may compact this log");
        }
    }

    private DamagedLogException damage(long at, String reason) {
        return new DamagedLogException(segment.name(), at, reason);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
