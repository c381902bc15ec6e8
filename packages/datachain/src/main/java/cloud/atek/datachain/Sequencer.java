package cloud.atek.datachain;

import cloud.atek.crypto.TagKey;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.merkle.MerkleTree;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/// Takes changes one after the other: each is refused, or becomes the next commit, queued for the
/// disk. One thread at a time.
record Sequencer(
        ChainState state, Log log, MerkleTree tree, TagKey tags, Clock clock, Stages stages) {

    /// @param author of `change`
    /// @param backing what stands behind him
    Outcome take(Change change, Author author, Backing backing) throws IOException {
        boolean fixed = author instanceof Author.Signed || state.sequence() == 0;
        Change whole = fixed ? change : linted(change);
        List<Outcome.Reason> reasons = state.objections(whole, backing);
        reasons.addAll(stages.objections(whole, new ChainStanding(state, log, whole.events())));
        return reasons.isEmpty() ? append(whole.events(), backing) : new Outcome.Refused(reasons);
    }

    /// The time of a commit that would be made now.
    Instant now() {
        return state.notBefore(clock.instant()).truncatedTo(ChronoUnit.MILLIS);
    }

    private Change linted(Change change) {
        List<Edit> added = stages.lint(change);
        return added.isEmpty()
                ? change
                : new Change(
                        Stream.concat(added.stream(), change.edits().stream()).toList(),
                        change.guards());
    }

    private Outcome.Committed append(List<Event> events, Backing backing) throws IOException {
        var draft =
                new CommitCodec.Draft(
                        state.sequence() + 1, now(), state.hash(), backing.origin(), events);
        CommitCodec.Written written = CommitCodec.write(draft, backing.signatures(), tags);
        log.append(draft.sequence(), Frame.COMMIT, written.bytes());
        tree.queue(written.hash());
        state.apply(draft, written.hash());
        stages.feed(written.commit());
        return new Outcome.Committed(draft.sequence(), draft.time(), written.hash());
    }
}
