package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogPosition;
import cloud.atek.datachain.log.PrunedRun;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointFile;
import cloud.atek.datachain.merkle.Leaves;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.datachain.merkle.NoteKey;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a log from its first commit to its last and checks that it is the chain it says it is. One
/// thread, one check.
///
/// @param id of the chain
/// @param owner key of the tags, or null for who has not the chain's private key: he knows only
///   what the checkpoint signed to be the chain's
/// @param checkpoint what its checkpoint file holds
/// @param state where the check begins; gets every commit
record ChainCheck(
        Log log,
        VerifyKey id,
        @Nullable TagKey owner,
        Optional<Note> checkpoint,
        ChainState state) {

    /// From the first commit on.
    ChainCheck(Log log, VerifyKey id, @Nullable TagKey owner, Optional<Note> checkpoint) {
        this(log, id, owner, checkpoint, new ChainState(id));
    }

    /// Checks that all commits join, the last tag of the chain, which proves all before it, and the
    /// checkpoint; in a distributed chain also that the authors of each commit signed it and that
    /// they were allowed to.
    ///
    /// @param leaves gets the hash of every commit
    /// @throws DamagedLogException for the first thing that is wrong
    void last(Leaves leaves) throws IOException {
        run(leaves, false);
    }

    /// Checks all of that in every chain, every tag, signature and every byte behind the last
    /// commit.
    void all(Leaves leaves) throws IOException {
        run(leaves, true);
    }

    private void run(Leaves leaves, boolean all) throws IOException {
        requireSigned();
        long signed = checkpoint.map(note -> Checkpoint.of(note).size()).orElse(-1L);
        if (signed == 0) {
            requireRoot(leaves.root(), new LogPosition(CheckpointFile.NAME, 0));
        }
        try (var commits = commits()) {
            while (state.sequence() < log.lastSequence()) {
                switch (Objects.requireNonNull(commits.entry())) {
                    case CommitCursor.Entry.Present(_, SignedCommit commit) -> {
                        require(commit, commits, all);
                        state.apply(commit.commit(), commit.hash());
                        add(commit.hash(), state.sequence(), leaves, commits.where());
                    }
                    case CommitCursor.Entry.Removed(PrunedRun run) -> {
                        state.skip(run);
                        for (long one = run.first(); one <= run.last(); one++) {
                            add(run.leaf(one), one, leaves, commits.where());
                        }
                    }
                }
            }
            if (all) {
                commits.drain();
            }
        }
        if (state.sequence() < signed) {
            throw new DamagedLogException(
                    CheckpointFile.NAME, 0, "it covers " + signed + " commits, the log has fewer");
        }
    }

    /// Behind an index there are no compacted segments.
    private CommitCursor commits() {
        return new CommitCursor(
                state.sequence() == 0
                        ? log.readChecked(new Seals(id, state::remember))
                        : log.read(state.sequence() + 1));
    }

    /// Where compaction removed something the rows are not those of that time any more: then the
    /// signatures and the counter of a commit are all that can be looked at again. It was allowed
    /// when it came.
    private void require(SignedCommit commit, CommitCursor commits, boolean all)
            throws DamagedLogException {
        LogPosition where = commits.where();
        requireJoined(commit, where);
        if (all || commit.commit().sequence() == log.lastSequence()) {
            requireTagged(commit, where);
        }
        if (!commits.compacted()) {
            requireWhole(commit, where);
        }
        requireNone(state.replays(commit.commit().origin()), where);
        boolean asked = all || state.backings().trust() == TrustMode.DISTRIBUTED;
        if (asked && !commits.compacted() && state.whole()) {
            requireAllowed(commit, where);
        } else if (all || (asked && !commits.compacted())) {
            requireNone(state.backings().of(commit).reasons(), where);
        }
        requireGenesis(commit, where);
    }

    private void add(Hash leaf, long sequence, Leaves leaves, LogPosition where)
            throws IOException {
        leaves.add(leaf);
        if (checkpoint.isPresent() && Checkpoint.of(checkpoint.get()).size() == sequence) {
            requireRoot(leaves.root(), where);
        }
    }

    private void requireJoined(SignedCommit signed, LogPosition where) throws DamagedLogException {
        if (!signed.commit().previous().equals(state.hash())) {
            throw new DamagedLogException(where, "the commit does not join the one before it");
        }
    }

    private void requireTagged(SignedCommit signed, LogPosition where) throws DamagedLogException {
        if (owner != null && !signed.taggedBy(owner)) {
            throw new DamagedLogException(where, "the tag is not of this chain");
        }
    }

    private static void requireWhole(SignedCommit signed, LogPosition where)
            throws DamagedLogException {
        if (!signed.commit().whole()) {
            throw new DamagedLogException(
                    where, "events were removed from a commit in a segment not compacted");
        }
    }

    private void requireAllowed(SignedCommit signed, LogPosition where) throws DamagedLogException {
        requireNone(state.objections(signed.commit().events(), state.backings().of(signed)), where);
    }

    private static void requireNone(List<Outcome.Reason> reasons, LogPosition where)
            throws DamagedLogException {
        if (!reasons.isEmpty()) {
            throw new DamagedLogException(
                    where, "the commit was not allowed: " + reasons.getFirst().message());
        }
    }

    private void requireGenesis(SignedCommit signed, LogPosition where) throws DamagedLogException {
        if (state.genesis() == null
                && !(signed.commit().events().getFirst() instanceof Event.Put put
                        && Rules.genesis(put) != null)) {
            throw new DamagedLogException(where, "the chain does not begin with its genesis");
        }
    }

    private void requireSigned() throws DamagedLogException {
        if (checkpoint.isEmpty()) {
            return;
        }
        NoteKey key = Checkpoint.keyOf(id);
        if (!Checkpoint.of(checkpoint.get()).origin().equals(key.name())) {
            throw new DamagedLogException(
                    CheckpointFile.NAME, 0, "it is of another chain, want " + key.name());
        }
        if (checkpoint.get().verify(key) instanceof Verdict.Refused(Verdict.Reason reason)) {
            throw new DamagedLogException(CheckpointFile.NAME, 0, reason.toString());
        }
    }

    private void requireRoot(Hash root, LogPosition where) throws DamagedLogException {
        Checkpoint wanted = Checkpoint.of(checkpoint.orElseThrow());
        if (!wanted.root().equals(root)) {
            throw new DamagedLogException(
                    where,
                    "the root over "
                            + wanted.size()
                            + " commits is "
                            + root
                            + ", the checkpoint signed "
                            + wanted.root());
        }
    }
}
