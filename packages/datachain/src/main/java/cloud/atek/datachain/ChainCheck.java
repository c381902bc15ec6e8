package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogPosition;
import cloud.atek.datachain.log.SealedRange;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointFile;
import cloud.atek.datachain.merkle.Leaves;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.datachain.merkle.NoteKey;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.util.List;
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
            for (long left = log.lastSequence() - state.sequence(); left > 0; left--) {
                SignedCommit commit = commits.next().orElseThrow();
                requireJoined(commit, commits.where());
                if (all || left == 1) {
                    requireTagged(commit, commits.where());
                }
                if (all || state.backings().trust() == TrustMode.DISTRIBUTED) {
                    requireAllowed(commit, commits.where());
                }
                requireGenesis(commit, commits.where());
                state.apply(commit.commit(), commit.hash());
                leaves.add(commit.hash());
                if (state.sequence() == signed) {
                    requireRoot(leaves.root(), commits.where());
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
                        ? log.readChecked(this::sealed)
                        : log.read(state.sequence() + 1));
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

    private void requireAllowed(SignedCommit signed, LogPosition where) throws DamagedLogException {
        List<Outcome.Reason> reasons =
                state.objections(signed.commit().events(), state.backings().of(signed));
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

    private boolean sealed(SealedRange range, Bytes seal) {
        return seal.size() == Signature.BYTES && id.verifies(range.message(), new Signature(seal));
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
