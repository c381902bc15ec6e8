package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.TagKey;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.SegmentMarks;
import cloud.atek.datachain.log.SegmentRange;
import cloud.atek.datachain.merkle.MerkleTree;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;

/// Where opening a chain begins: at its index when that can be used, else at the first commit.
///
/// @param state what is known before the log is read on
/// @param tree with the leaves up to there; the caller closes it
record Resumed(IndexFile file, ChainState state, MerkleTree tree) {

    static Resumed from(IndexFile file, Log log, TagKey tags) throws IOException {
        if (file.read() instanceof IndexFile.Found.Usable(IndexContent content)
                && fits(content, log, tags)) {
            Optional<Resumed> resumed = of(file, content);
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        return new Resumed(
                file, new ChainState(file.id()), MerkleTree.open(file.disk(), file.folder()));
    }

    /// Of the last commit that need not be read.
    long sequence() {
        return state.sequence();
    }

    /// The log has the commit that the index was written at, and all behind it is as it was
    /// committed.
    private static boolean fits(IndexContent index, Log log, TagKey tags) throws IOException {
        long compacted =
                log.closedSegments().stream()
                        .filter(SegmentRange::compacted)
                        .mapToLong(SegmentRange::last)
                        .max()
                        .orElse(0);
        long sequence = index.sequence();
        if (sequence < Math.max(1, compacted) || sequence > log.lastSequence()) {
            return false;
        }
        if (!restore(index, log)) {
            return false;
        }
        Frame frame = log.readOne(sequence);
        if (frame.kind() != Frame.COMMIT) {
            return false;
        }
        try {
            SignedCommit commit = CommitCodec.read(frame.body());
            return commit.hash().equals(index.commit()) && commit.taggedBy(tags);
        } catch (MalformedCommitException e) {
            // Reading all of the log will name the place.
            return false;
        }
    }

    /// Takes the marks, unless the index was written before the last compaction: what that removed,
    /// it must not know.
    private static boolean restore(IndexContent index, Log log) {
        Bytes part = index.parts().get(IndexParts.SEGMENTS);
        if (part == null) {
            return false;
        }
        try {
            List<SegmentMarks> marks = StateParts.readSegments(part);
            boolean known =
                    log.closedSegments().stream()
                            .filter(SegmentRange::compacted)
                            .allMatch(range -> marks.stream().anyMatch(one -> same(one, range)));
            if (known) {
                log.restore(marks);
            }
            return known;
        } catch (BufferUnderflowException e) {
            return false;
        }
    }

    private static boolean same(SegmentMarks one, SegmentRange range) {
        return one.first() == range.first()
                && one.last() == range.last()
                && one.bytes() == range.bytes();
    }

    private static Optional<Resumed> of(IndexFile file, IndexContent content) throws IOException {
        var tree = content.parts().get(IndexParts.TREE);
        if (tree == null) {
            return Optional.empty();
        }
        try {
            Optional<ChainState> state = ChainState.of(file.id(), content);
            if (state.isEmpty() || StateParts.readNumber(tree) != content.sequence()) {
                return Optional.empty();
            }
            return MerkleTree.resume(
                            file.disk(),
                            file.folder(),
                            content.sequence(),
                            StateParts.readEdge(tree))
                    .map(leaves -> new Resumed(file, state.get(), leaves));
        } catch (BufferUnderflowException | IllegalArgumentException | MalformedCommitException e) {
            // Signed by the chain and yet of another form: that of another version.
            return Optional.empty();
        }
    }
}
