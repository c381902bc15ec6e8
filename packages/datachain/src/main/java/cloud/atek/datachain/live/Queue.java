package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.live.LeaseTable.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A collection as a queue: its rows are messages, in the order in which they came.
///
/// Who takes a message has it for a term. If he dies, or is too slow, it is given out again: so a
/// message is worked on at least once. What he commits with [#done] happens exactly once: the
/// message is gone, and its effects are there, in one commit, which fails for a worker who lost the
/// message.
///
/// A message that was given out too often is parked: it stays where it is, and nobody gets it until
/// [#retry]. Anybody may put rows into the collection, or remove them.
///
/// Thread-safe, for any number of workers.
public final class Queue implements AutoCloseable {

    private final Chain chain;
    private final Place place;
    private final Place parked;
    private final Place leased;
    private final WorkTerms terms;
    private final Leases leases;
    private final Claims claims;
    private volatile boolean closed;

    /// A message that was given up.
    ///
    /// @param row its key
    /// @param attempts how many times it was given out
    /// @param holder who had it last
    public record Parked(RowKey row, int attempts, String holder) {}

    /// @param place whose parent is a row of the chain
    /// @param holder see [Leases]
    public Queue(Chain chain, Place place, String holder, WorkTerms terms) {
        this.chain = chain;
        this.place = place;
        this.parked = DerivedKey.of("parked", place);
        this.leased = DerivedKey.of("leased", place);
        this.terms = terms;
        this.leases = new Leases(chain, holder, leased);
        this.claims = new Claims(chain, leases, place, terms, (_, _) -> true);
    }

    /// A new message, to be committed alone or with others in any change.
    public Event.Put message(String type, Bytes body) {
        return new Event.Put(chain.newKey(), place, type, body);
    }

    /// Takes the oldest free message, without waiting for one.
    ///
    /// @throws IOException when the disk failed
    public Taking poll() throws IOException {
        return switch (look()) {
            case Claims.Found.Claimed(Message message) -> new Taking.Taken(message);
            case Claims.Found.Refused(var reasons) -> new Taking.Refused(reasons);
            default -> new Taking.Empty();
        };
    }

    /// Takes the oldest free message as soon as there is one.
    ///
    /// @param patience in real time, after which it is empty; so it is when this was closed
    /// @throws IOException when the disk failed or the chain was closed
    /// @throws java.io.InterruptedIOException when the thread was interrupted
    public Taking take(Duration patience) throws IOException {
        var waiting = new Waiting(chain, patience);
        while (true) {
            waiting.look();
            switch (look()) {
                case Claims.Found.Claimed(Message message) -> {
                    return new Taking.Taken(message);
                }
                case Claims.Found.Refused(var reasons) -> {
                    return new Taking.Refused(reasons);
                }
                case Claims.Found.Nothing(var soonest) -> {
                    if (!waiting.more(soonest, () -> closed)) {
                        return new Taking.Empty();
                    }
                }
                case Claims.Found.Exhausted _ -> throw new IllegalStateException("not parked");
            }
        }
    }

    /// Ends a message: it is gone.
    ///
    /// @return refused, with a conflict, when the message was lost to another worker, or removed
    public Outcome done(Message message) throws IOException {
        return done(message, List.of(), List.of());
    }

    /// Ends a message and commits what it caused, both or neither.
    ///
    /// @param effects what it caused
    /// @param guards what must be so besides
    public Outcome done(Message message, List<Edit> effects, List<Guard> guards)
            throws IOException {
        var edits = new ArrayList<>(effects);
        edits.add(new Edit(new Event.Tombstone(message.row().key()), message.sequence()));
        edits.addAll(leases.ending(message.lease()));
        return chain.commit(new Change(edits, guards));
    }

    /// Gives a message back, to be taken again at once. That counts as an attempt.
    ///
    /// @return refused, with a conflict, when it was lost before
    public Outcome handBack(Message message) throws IOException {
        return leases.handBack(message.lease());
    }

    /// Keeps a message for another term from now on.
    public Grant renew(Message message) throws IOException {
        return leases.renew(message.lease(), terms.term());
    }

    /// Makes a change fail when the message was lost before it, see [Leases#fence].
    public Guard fence(Message message) {
        return leases.fence(message.lease());
    }

    /// The messages that were given up, the first one first.
    ///
    /// @param after the last one of the page before; null for the first page
    public List<Parked> parked(@Nullable Parked after, int limit) throws IOException {
        var found = new ArrayList<Parked>();
        RowKey behind = after == null ? null : LeaseTable.row(after.row());
        try (Snapshot snapshot = chain.snapshot()) {
            for (Snapshot.Row row : snapshot.children(parked, behind, limit)) {
                LeaseBody body = snapshot.load(row.key()).map(LeaseBody::read).orElse(null);
                if (body != null) {
                    found.add(new Parked(body.resource(), body.grants(), body.holder()));
                }
            }
        }
        return found;
    }

    /// Lets a parked message be taken again, as if it had never been; it has its old turn.
    ///
    /// @return false when it is not parked
    public boolean retry(RowKey message) throws IOException {
        Standing standing = leases.standing(message);
        boolean done =
                standing.parked()
                        && chain.commit(new Change(leases.forget(standing, message)))
                                instanceof Outcome.Committed;
        claims.lookAgain();
        return done;
    }

    /// Removes a parked message.
    ///
    /// @return false when it is not parked
    public boolean discard(RowKey message) throws IOException {
        Standing standing = leases.standing(message);
        if (!standing.parked()) {
            return false;
        }
        var edits = new ArrayList<>(leases.forget(standing, message));
        edits.add(Edit.of(new Event.Tombstone(message)));
        return chain.commit(new Change(edits)) instanceof Outcome.Committed;
    }

    /// Removes what is left of leases on messages that somebody removed while they were held or
    /// parked. Whoever opens a queue that others work on calls this now and then.
    ///
    /// @return how many
    public int sweep() throws IOException {
        return LeaseSweep.run(chain, leases, List.of(leased, parked));
    }

    /// Lets go all who wait for a message. Messages that are held stay so. Doing it twice does
    /// nothing.
    @Override
    public void close() {
        closed = true;
        chain.wake();
    }

    /// Looks, and parks what has to be, until there is something else.
    private Claims.Found look() throws IOException {
        while (true) {
            Claims.Found found = claims.next();
            if (!(found instanceof Claims.Found.Exhausted(var row, long sequence, var standing))) {
                return found;
            }
            var there = new Guard(row.key(), sequence);
            Optional<List<Outcome.Reason>> reasons =
                    Conflicts.others(leases.park(standing, row.key(), parked, List.of(there)));
            if (reasons.isPresent()) {
                return new Claims.Found.Refused(reasons.get());
            }
        }
    }
}
