package cloud.atek.datachain;

import cloud.atek.datachain.compact.Vote;

/// Has a say in what compaction keeps of the past, besides the chain itself, which keeps the newest
/// state of every row, what its own rows need, and the history that its genesis promises.
///
/// One thread at a time calls it, without any lock; the events come in the order of the log. What
/// it says of one event must not change while the chain stays as it is, or else each compaction
/// undoes the one before.
@FunctionalInterface
public interface Voter {

    Vote vote(Candidate candidate);
}
