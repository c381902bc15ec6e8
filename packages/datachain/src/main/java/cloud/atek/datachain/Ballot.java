package cloud.atek.datachain;

import cloud.atek.datachain.compact.Vote;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Decides which events of a chain stay. Events come in the order of the log, each once. One
/// thread, one compaction.
final class Ballot {

    private final Past past;
    private final List<Voter> voters;
    private final Set<RowKey> published = new HashSet<>();

    Ballot(Past past, List<Voter> voters) {
        this.past = past;
        this.voters = voters;
    }

    /// The strongest vote.
    Vote vote(Event event, long sequence, Instant time, Past.Known known) {
        boolean newest = known.newestIs(sequence);
        Vote vote = reserved(event).or(present(newest, known)).or(earlier(sequence, known));
        if (!voters.isEmpty()) {
            var candidate = new Candidate(event, sequence, time, newest, known.removed());
            for (Voter voter : voters) {
                vote = vote.or(voter.vote(candidate));
            }
        }
        return vote;
    }

    /// The rules that held at each time, and the first row that publishes a key: signatures of
    /// later commits are checked with it.
    private Vote reserved(Event event) {
        if (event instanceof Event.Put put) {
            boolean rules = put.type().equals(Reserved.CHAIN);
            boolean key = PublishedKeys.read(put) != null && published.add(put.key());
            return rules || key ? Vote.FORCE_KEEP : Vote.ABSTAIN;
        }
        return Vote.ABSTAIN;
    }

    /// The newest of every row, and of what is forgotten already whatever the rules do not want
    /// forgotten any more: it cannot be told which was the newest.
    private Vote present(boolean newest, Past.Known known) {
        boolean needed = (newest || known.newest() == 0) && !past.forgets(known);
        return needed ? Vote.FORCE_KEEP : Vote.DROP;
    }

    private Vote earlier(long sequence, Past.Known known) {
        boolean seen = known.row() != RowSlots.NONE && past.history().keeps(known.row(), sequence);
        return seen && !past.forgets(known) ? Vote.KEEP : Vote.ABSTAIN;
    }
}
