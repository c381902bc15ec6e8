package cloud.atek.datachain.backup;

import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.log.LogPosition;
import cloud.atek.datachain.log.SegmentFile;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where a chain is cut to get an earlier state of it.
///
/// @param sequence of the last commit that stays
/// @param pieces the files to be restored, each up to some size
record Cut(long sequence, List<Piece> pieces) {

    /// The header of a segment: what stays of the one behind the last commit, for the log goes on
    /// in a segment that is not compacted.
    private static final int HEADER_BYTES = 64;

    /// @param bytes how much of it is restored
    record Piece(String name, long bytes) {}

    /// A cut or the reason why there is none.
    sealed interface Result {
        record Found(Cut cut) implements Result {}

        record None(Refusal refusal) implements Result {}
    }

    static Result of(Point point, ChainReader reader) throws IOException {
        return switch (point) {
            case Point.Newest() -> at(reader.lastSequence(), reader);
            case Point.Sequence(long sequence) -> at(sequence, reader);
            case Point.Time(Instant time) -> atTime(time, reader);
        };
    }

    private static Result atTime(Instant time, ChainReader reader) throws IOException {
        long last = 0;
        try (CommitCursor commits = reader.read(1)) {
            for (var next = commits.next(); next.isPresent(); next = commits.next()) {
                if (next.get().commit().time().isAfter(time)) {
                    return last == 0
                            ? new Result.None(
                                    new Refusal.BeforeTheFirst(time, next.get().commit().time()))
                            // What compaction removed between the two was made before this one.
                            : at(next.get().commit().sequence() - 1, reader);
                }
                last = next.get().commit().sequence();
            }
        }
        return at(reader.lastSequence(), reader);
    }

    private static Result at(long sequence, ChainReader reader) throws IOException {
        if (sequence < 1 || sequence > reader.lastSequence()) {
            return new Result.None(new Refusal.NoSuchCommit(sequence, reader.lastSequence()));
        }
        var pieces = new ArrayList<Piece>();
        for (SegmentFile file : reader.files()) {
            if (file.compacted() && file.first() <= sequence && sequence < file.last()) {
                return new Result.None(new Refusal.Compacted(sequence, file.first(), file.last()));
            }
            if (file.first() > sequence + 1) {
                break;
            }
            if (file.last() <= sequence) {
                pieces.add(new Piece(file.name(), file.bytes()));
            } else if (file.first() <= sequence) {
                pieces.add(new Piece(file.name(), endOf(sequence, reader)));
            } else if (!file.compacted()) {
                pieces.add(new Piece(file.name(), HEADER_BYTES));
            } else {
                return new Result.None(new Refusal.Compacted(sequence, file.first(), file.last()));
            }
        }
        boolean covered =
                reader.checkpoint()
                        .filter(note -> Checkpoint.of(note).size() <= sequence)
                        .isPresent();
        return new Result.Found(new Cut(sequence, withCheckpoint(pieces, covered)));
    }

    /// A checkpoint over more than what is restored would call that damaged.
    private static List<Piece> withCheckpoint(List<Piece> pieces, boolean covered) {
        if (covered) {
            pieces.add(new Piece(CheckpointFile.NAME, Long.MAX_VALUE));
        }
        return List.copyOf(pieces);
    }

    boolean checkpoint() {
        return pieces.getLast().name().equals(CheckpointFile.NAME);
    }

    /// The offset at which the commit after `sequence` begins, which stands in the same segment.
    private static long endOf(long sequence, ChainReader reader) throws IOException {
        try (CommitCursor commits = reader.read(sequence + 1)) {
            commits.next();
            LogPosition next = commits.where();
            return next.offset();
        }
    }
}
