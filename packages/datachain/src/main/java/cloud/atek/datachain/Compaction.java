package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.SealedRange;
import cloud.atek.datachain.log.SegmentMaker;
import cloud.atek.datachain.log.SegmentRange;
import cloud.atek.datachain.merkle.MerkleTree;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes from the log of an open chain what is of no use any more. One thread, one run.
///
/// It signs a checkpoint over everything, closes the newest segment and writes the segments anew,
/// in pieces, the oldest first: so no put outlives its tombstone, wherever it is cut short. Nobody
/// waits for it: writers go on behind it, readers in the files that they have open.
///
/// Of a commit that lost some events its head, its signatures and the hashes of these events stay,
/// of one that lost all its hash: so every root, and every proof ever given, stays as it was.
final class Compaction {

    private final ChainParts chain;
    private final Pace pace;
    private final Set<RowKey> anchored = new HashSet<>();
    private final Instant now;
    private long events;
    private long commits;
    private int segments;

    Compaction(ChainParts chain, Pace pace) {
        this.chain = chain;
        this.pace = pace;
        this.now = chain.settings().clock().instant();
    }

    /// @throws Pace.StoppedException when the chain was closed meanwhile
    /// @throws IOException when the disk failed; what is done so far is good
    Compacted run() throws IOException {
        long before = chain.log().bytes();
        Retention retention = retention();
        List<Voter> voters = chain.settings().compaction().voters();
        if (!(retention instanceof Retention.All) || !voters.isEmpty()) {
            RowSnapshot rows = ordered();
            try {
                run(rows, retention);
            } finally {
                close(rows);
            }
        }
        return new Compacted(before, chain.log().bytes(), events, commits, segments);
    }

    private Retention retention() {
        chain.order().lock();
        try {
            Genesis genesis = chain.state().genesis();
            return genesis == null ? Retention.ALL : genesis.retention();
        } finally {
            chain.order().unlock();
        }
    }

    private RowSnapshot ordered() {
        chain.order().lock();
        try {
            return chain.state().oldestSnapshot();
        } finally {
            chain.order().unlock();
        }
    }

    private void close(RowSnapshot rows) {
        chain.order().lock();
        try {
            rows.close();
        } finally {
            chain.order().unlock();
        }
    }

    private void run(RowSnapshot rows, Retention retention) throws IOException {
        try {
            compact(rows, retention);
        } catch (DamagedLogException e) {
            if (e.segment().equals(MerkleTree.NAME)) {
                // The next open mends the tree, when it does not trust the index.
                chain.index().drop();
            }
            throw e;
        }
    }

    private void compact(RowSnapshot rows, Retention retention) throws IOException {
        sign();
        chain.log().rotate();
        advance();
        Past past = past(rows, retention);
        List<SegmentRange> closed =
                chain.log().closedSegments().stream()
                        .filter(range -> range.first() <= past.sequence())
                        .toList();
        var survey = new Survey(chain, past, pace);
        if (past.history().wantsAll()) {
            for (SegmentRange range : closed) {
                survey.see(range);
            }
        }
        try {
            rewrite(closed, survey, past.sequence());
            forget();
            renewIndex();
        } finally {
            chain.index().resume();
        }
    }

    /// Lets a checkpoint cover all that there is.
    private void sign() throws IOException {
        long last;
        chain.order().lock();
        try {
            last = chain.state().sequence();
        } finally {
            chain.order().unlock();
        }
        chain.log().awaitDurable(last);
        chain.checkpointer().durable(last);
        chain.checkpointer().sign();
    }

    /// Lets the tree have all that stands in closed segments.
    private void advance() {
        chain.order().lock();
        try {
            chain.tree().advance(chain.log().lastSequence());
        } finally {
            chain.order().unlock();
        }
    }

    private Past past(RowSnapshot rows, Retention retention) throws IOException {
        var times = new CommitTimes(chain.log(), rows.sequence());
        long old = times.first(now.minus(chain.settings().compaction().tombstones()));
        return switch (retention) {
            case Retention.All all -> new Past(rows, chain.order(), History.of(all, 0), 0);
            case Retention.Versions some -> new Past(rows, chain.order(), History.of(some, 0), old);
            case Retention.Days days -> {
                long first = times.first(now.minus(Duration.ofDays(days.count())));
                yield new Past(rows, chain.order(), History.of(days, first), Math.min(first, old));
            }
        };
    }

    private void rewrite(List<SegmentRange> closed, Survey survey, long whole) throws IOException {
        var piece = new Piece(chain.settings().segmentBytes());
        for (SegmentRange range : closed) {
            SegmentPlan plan = survey.plan(range);
            if (!piece.fits(plan)) {
                finish(piece, whole);
                piece = new Piece(chain.settings().segmentBytes());
            }
            piece.add(plan);
        }
        if (!piece.isEmpty()) {
            finish(piece, whole);
        }
    }

    private void finish(Piece piece, long whole) throws IOException {
        piece.settle(anchored);
        if (!piece.pays()) {
            piece.abandon(anchored);
            return;
        }
        List<SegmentPlan> plans = piece.plans();
        Forgotten memo = piece.memo(whole);
        long first = plans.getFirst().range().first();
        try (SegmentMaker maker = chain.log().compacting(first, plans.getLast().range().last())) {
            piece.copy(chain.log(), maker, pace);
            announce(memo);
            SegmentRange _ = maker.finish(memo.toBytes(), this::seal);
        }
        segments++;
        for (SegmentPlan plan : plans) {
            events += plan.events();
            commits += plan.commits();
        }
    }

    /// Before anything is forgotten, who reads on must be able to know it; and no index may be left
    /// that knows less.
    private void announce(Forgotten memo) throws IOException {
        if (segments == 0) {
            chain.index().suspend();
            chain.index().outdate();
        }
        chain.order().lock();
        try {
            chain.state().remember(memo);
        } finally {
            chain.order().unlock();
        }
    }

    private Bytes seal(SealedRange range) {
        return chain.key().sign(range.message()).value();
    }

    private void forget() {
        chain.order().lock();
        try {
            chain.state().forgetRemoved();
        } finally {
            chain.order().unlock();
        }
    }

    /// Before the index's own thread may write again: two of them would write one file.
    private void renewIndex() {
        try {
            if (segments > 0 && chain.index().stale(chain.log().lastSequence())) {
                chain.index().write();
            }
        } catch (IOException e) {
            // It is disposable, and written again when it is due: the compaction is done.
        }
    }
}
