package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that was made. One thread waits for its reply; any thread may cancel it.
public final class Call {

    private final Chain chain;
    private final Leases leases;
    private final RowKey request;
    private final RowKey answer;
    private final Outcome sent;
    private final Instant deadline;
    private volatile boolean cancelled;
    private @Nullable Reply reply;

    Call(Chain chain, Leases leases, RowKey request, Outcome sent, Instant deadline) {
        this.chain = chain;
        this.leases = leases;
        this.request = request;
        this.answer = RequestRows.answerRow(request);
        this.sent = sent;
        this.deadline = deadline;
    }

    /// Key of the request's row.
    public RowKey request() {
        return request;
    }

    /// Waits for the reply, which is then taken out of the chain, and the request with it. Asked
    /// again, it says the same.
    ///
    /// @throws IOException when the disk failed or the chain was closed; the rows stay, and the
    ///   service removes them some time after the deadline
    /// @throws java.io.InterruptedIOException when the thread was interrupted; it may wait again
    public Reply await() throws IOException {
        Reply known = reply;
        if (known == null) {
            known =
                    switch (sent) {
                        case Outcome.Refused(var reasons) -> new Reply.Refused(reasons);
                        case Outcome.Committed(long sequence, _, _) -> await(sequence);
                    };
            reply = known;
        }
        return known;
    }

    /// Calls it off: who waits is told at once, unless the answer was there before.
    public void cancel() {
        cancelled = true;
        chain.wake();
    }

    private Reply await(long sequence) throws IOException {
        var waiting = new Waiting(chain, LiveLimits.TERM_MAX);
        while (true) {
            waiting.look();
            Optional<Reply> ended = ended(sequence);
            if (ended.isPresent()) {
                return ended.get();
            }
            waiting.more(deadline, () -> cancelled);
        }
    }

    private Optional<Reply> ended(long sequence) throws IOException {
        if (chain.sequenceOf(answer) != Edit.ABSENT) {
            return fetch();
        }
        if (chain.sequenceOf(request) != sequence) {
            return Optional.of(new Reply.Cancelled());
        }
        if (cancelled) {
            return withdraw(sequence, new Reply.Cancelled());
        }
        if (!chain.now().isBefore(deadline)) {
            return withdraw(sequence, new Reply.TimedOut());
        }
        return Optional.empty();
    }

    /// Takes out the answer.
    private Optional<Reply> fetch() throws IOException {
        Reply found;
        try (Snapshot snapshot = chain.snapshot()) {
            found = snapshot.load(answer).map(RequestRows::reply).orElse(null);
        }
        chain.commit(Change.of(new Event.Tombstone(answer), new Event.Tombstone(request)));
        return Optional.of(found == null ? new Reply.Cancelled() : found);
    }

    /// Removes the request, if it was not answered in this moment.
    private Optional<Reply> withdraw(long sequence, Reply why) throws IOException {
        var edits = new ArrayList<Edit>();
        edits.add(new Edit(new Event.Tombstone(request), sequence));
        edits.addAll(leases.forget(leases.standing(request), request));
        var unanswered = List.of(new Guard(answer, Edit.ABSENT));
        return chain.commit(new Change(edits, unanswered)) instanceof Outcome.Refused(var reasons)
                ? refused(reasons)
                : Optional.of(why);
    }

    private static Optional<Reply> refused(List<Outcome.Reason> reasons) {
        return Conflicts.others(new Outcome.Refused(reasons)).map(Reply.Refused::new);
    }
}
