package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Finds the end of a log in its newest segment, and cuts what was never acknowledged.
///
/// Zeros up to the end of the file are a clean end: they were written ahead of the frames. Any
/// other bad frame is the torn end of the last batch, unless a good frame behind it proves that it
/// once was on disk: then it is damage, and nothing is cut. What is torn is cut off with all zeros
/// behind it, so that no piece of it can ever stand behind a later frame.
///
/// @param lastSequence of the last numbered frame, 0 when there is none
/// @param cut what was cut off, if anything
record Recovery(long lastSequence, Optional<CutTail> cut) {

    private static final int WINDOW_BYTES = 1 << 20;

    /// @param atLeast a sequence that is known to have been on disk, 0 when nothing is known
    static Recovery of(Segments segments, long atLeast) throws IOException {
        Segment newest = segments.newest();
        try (DiskFile file = segments.openFile(newest)) {
            return scan(newest, file, atLeast);
        }
    }

    private static Recovery scan(Segment segment, DiskFile file, long atLeast) throws IOException {
        // Not closed: it would close the file, which is needed after it.
        @SuppressWarnings("resource")
        var reader = new FrameReader(file, SegmentHeader.BYTES);
        long last = segment.firstSequence() - 1;
        long size = segment.end();
        while (true) {
            switch (reader.next(size)) {
                case FrameReader.Found.Good good -> {
                    var where = new LogPosition(segment.name(), good.offset());
                    SegmentReader.requireNext(last, good, false, where);
                    last = good.frame().sequence();
                    // A note repeats a sequence: a reader that begins there would miss the frame.
                    if (good.frame().numbered()) {
                        segment.mark(last, good.offset());
                    }
                }
                case FrameReader.Found.End() -> {
                    return clean(segment, size, last, atLeast);
                }
                case FrameReader.Found.Bad _ when onlyZeros(file, reader.offset()) -> {
                    return clean(segment, reader.offset(), last, atLeast);
                }
                case FrameReader.Found.Bad(String reason) -> {
                    long offset = reader.offset();
                    requireTorn(segment, file, offset, last, reason);
                    requireAll(last, atLeast, new LogPosition(segment.name(), offset), reason);
                    return cut(segment, file, last, offset, reason);
                }
            }
        }
    }

    private static Recovery clean(Segment segment, long end, long last, long atLeast)
            throws DamagedLogException {
        requireAll(last, atLeast, new LogPosition(segment.name(), end), "the end");
        segment.grow(end);
        return new Recovery(last, Optional.empty());
    }

    /// Tells whether a file holds nothing from `offset` on but the zeros that were written ahead.
    private static boolean onlyZeros(DiskFile file, long offset) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(LogLimits.READ_BYTES);
        for (long at = offset; file.read(window.clear(), at) > 0; at += window.limit()) {
            window.flip();
            if (window.mismatch(ByteBuffer.allocate(window.limit())) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static void requireAll(long last, long atLeast, LogPosition where, String found)
            throws DamagedLogException {
        if (last < atLeast) {
            throw new DamagedLogException(
                    where,
                    found + " after the frame " + last + ", and " + atLeast + " were on disk");
        }
    }

    private static Recovery cut(
            Segment segment, DiskFile file, long last, long offset, String reason)
            throws IOException {
        long bytes = segment.end() - offset;
        file.truncate(offset);
        file.sync();
        segment.grow(offset);
        return new Recovery(last, Optional.of(new CutTail(segment.name(), offset, bytes, reason)));
    }

    /// Searches behind a bad frame for a good one that was written after the bad one was on disk.
    private static void requireTorn(
            Segment segment, DiskFile file, long bad, long last, String reason) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
        for (long start = bad + 1; start < segment.end(); ) {
            file.read(window.clear(), start);
            window.flip();
            int places = window.remaining() - Frame.BYTES_MIN + 1;
            for (int i = 0; i < places; i++) {
                long end = start + i + Frame.HEADER_BYTES + window.getInt(i);
                if (couldProve(window, i, last) && end <= segment.end()) {
                    requireNoProof(segment, file, bad, start + i, reason);
                }
            }
            start += Math.max(1, places);
        }
    }

    /// The batch after `last` begins with the frame `last + 1` and knows nothing newer on disk. So
    /// that very frame, found behind the bad place, tells that a note stood there, and a frame that
    /// knows more on disk tells that the whole batch once was.
    private static boolean couldProve(ByteBuffer window, int at, long last) {
        long sequence = window.getLong(at + 8);
        long synced = window.getLong(at + 16);
        return Frame.plausible(window.getInt(at))
                && sequence > last
                && sequence <= last + 1 + LogLimits.SEQUENCES_AHEAD
                && synced <= sequence
                && (sequence == last + 1 || synced > last);
    }

    private static void requireNoProof(
            Segment segment, DiskFile file, long bad, long at, String reason) throws IOException {
        @SuppressWarnings("resource") // The file is the caller's.
        var reader = new FrameReader(file, at);
        if (reader.next(segment.end()) instanceof FrameReader.Found.Good) {
            throw new DamagedLogException(
                    segment.name(), bad, reason + ", and good frames follow it");
        }
    }
}
