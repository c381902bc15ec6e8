package cloud.atek.datachain.log;

import static cloud.atek.datachain.log.LogTest.body;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// A compaction that keeps what it is told to, with seals that only look like signatures.
final class Compacting {

    /// The log asks not what it means.
    static final Bytes MEMO =
            Bytes.owning("what is not there any more".getBytes(StandardCharsets.US_ASCII));

    private Compacting() {}

    /// Rewrites the frames `first` to `last`, and prunes those that `keep` does not want.
    static SegmentRange compact(Log log, long first, long last, LongPredicate keep)
            throws IOException {
        try (SegmentMaker maker = log.compacting(first, last);
                LogCursor cursor = log.read(first)) {
            while (maker.next() <= last) {
                Frame frame = cursor.next().orElseThrow();
                if (frame.kind() == Frame.PRUNED || keep.test(frame.sequence())) {
                    maker.append(frame);
                } else {
                    maker.prune(leaf(frame.sequence()));
                }
            }
            return maker.finish(MEMO, Compacting::seal);
        }
    }

    /// The sequences that were not pruned, after checking that everything is there once.
    static List<Long> kept(Log log, LongPredicate wanted) throws IOException {
        var found = new ArrayList<Long>();
        long next = 1;
        try (LogCursor cursor = log.readChecked(Compacting::good)) {
            for (var frame = cursor.next(); frame.isPresent(); frame = cursor.next()) {
                assertThat(frame.get().first()).isEqualTo(next);
                next = frame.get().sequence() + 1;
                if (frame.get().kind() == Frame.PRUNED) {
                    PrunedRun run = PrunedRun.of(frame.get());
                    assertThat(run.leaf(run.last())).isEqualTo(leaf(run.last()));
                } else {
                    assertThat(frame.get().body()).isEqualTo(body(next - 1));
                    found.add(next - 1);
                }
            }
        }
        return found.stream().filter(wanted::test).toList();
    }

    static Hash leaf(long sequence) {
        return Hash.of(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    }

    /// Stands for a signature: nobody here forges one.
    static Bytes seal(SealedRange range) {
        return Hash.of(range.message()).value();
    }

    static boolean good(SealedRange range, Bytes seal) {
        return seal(range).equals(seal);
    }
}
