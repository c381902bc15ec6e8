package cloud.atek.datachain.live;

import static cloud.atek.datachain.Edit.ANY;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.Reserved;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.live.LeaseTable.Standing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Leases on anything that has a key: rows of type [Reserved#LEASE], committed in the name of the
/// chain. So they outlive the process that was granted them, and end by the chain's clock.
///
/// They are advice to those who ask; what makes them safe is [#fence]. Thread-safe.
public final class Leases {

    /// Nothing in it is a secret, and whoever has the chain must be able to read it.
    private static final Authority RULES =
            new Authority(new Authority.Read.Everyone(), new Authority.Write.Inherit());

    private final Chain chain;
    private final String holder;
    private final @Nullable Place place;
    private final LeaseTable table;

    /// @param holder a name for those who ask in vain, up to [LiveLimits#HOLDER_BYTES_MAX] bytes of
    ///   UTF-8
    public Leases(Chain chain, String holder) {
        this(chain, holder, null);
    }

    /// @param place where the rows of the leases are; null for the top of the chain
    public Leases(Chain chain, String holder, @Nullable Place place) {
        int bytes = holder.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LiveLimits.HOLDER_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a holder's name has %d bytes, and %d fit"
                            .formatted(bytes, LiveLimits.HOLDER_BYTES_MAX));
        }
        this.chain = chain;
        this.holder = holder;
        this.place = place;
        this.table = new LeaseTable(chain);
    }

    /// Takes a lease if nobody has it.
    ///
    /// @param term from now, above zero, up to [LiveLimits#TERM_MAX]
    /// @throws IOException when the disk failed
    public Grant acquire(RowKey resource, Duration term) throws IOException {
        return acquire(resource, term, List.of());
    }

    /// Takes a lease if nobody has it and all of `guards` hold, as [#acquire(RowKey, Duration)].
    public Grant acquire(RowKey resource, Duration term, List<Guard> guards) throws IOException {
        requireTerm(term);
        while (true) {
            Standing now = table.of(resource);
            if (!now.free(chain.now())) {
                return taken(now);
            }
            var body =
                    new LeaseBody(
                            LeaseBody.State.HELD, end(term), now.grants() + 1, resource, holder);
            switch (put(now, body, place, guards)) {
                case Outcome.Committed(long sequence, _, _) -> {
                    table.remember(
                            resource, new Standing(sequence, now.renewed(), body, body.until()));
                    return new Grant.Held(lease(body, sequence, body.until()));
                }
                case Outcome.Refused(var reasons) -> {
                    if (!outrun(now, resource, reasons)) {
                        return new Grant.Refused(reasons);
                    }
                    // Somebody was quicker, so there is something new to look at.
                }
            }
        }
    }

    /// Lets a lease last longer. It keeps its token, and fences of it stay good.
    ///
    /// A lease that is over can be renewed too, as long as nobody else took it.
    ///
    /// @param term from now, above zero, up to [LiveLimits#TERM_MAX]
    /// @return [Grant.Taken] when another has it, [Grant.Refused] when nobody has it any more, or
    ///   the chain did not take it
    public Grant renew(Lease lease, Duration term) throws IOException {
        requireTerm(term);
        Instant until = end(term);
        RowKey row = LeaseTable.renewalRow(lease.resource());
        var renewal = new Renewal(lease.token(), until);
        var put = new Event.Put(row, place, Reserved.LEASE, renewal.write(), Encoding.PLAIN, RULES);
        var change = new Change(List.of(Edit.of(put)), List.of(fence(lease)));
        if (chain.commit(change) instanceof Outcome.Refused(var reasons)) {
            Standing now = table.of(lease.resource());
            boolean still = now.version() == lease.token();
            return still || now.free(chain.now()) ? new Grant.Refused(reasons) : taken(now);
        }
        return new Grant.Held(
                new Lease(
                        lease.resource(),
                        lease.row(),
                        lease.token(),
                        lease.holder(),
                        until,
                        lease.grants()));
    }

    /// Makes a change fail when the lease was lost before it: whatever the clocks say, nothing is
    /// committed by two holders in turn as if each were the only one.
    public Guard fence(Lease lease) {
        return new Guard(lease.row(), lease.token());
    }

    /// Gives a lease back.
    ///
    /// @return refused, with a conflict, when it was lost before
    public Outcome release(Lease lease) throws IOException {
        return chain.commit(new Change(ending(lease)));
    }

    /// What gives a lease back as a part of a larger change, which fails when it was lost.
    public List<Edit> ending(Lease lease) {
        var edits = new ArrayList<Edit>();
        edits.add(new Edit(new Event.Tombstone(lease.row()), lease.token()));
        RowKey renewal = LeaseTable.renewalRow(lease.resource());
        if (chain.sequenceOf(renewal) != Edit.ABSENT) {
            edits.add(new Edit(new Event.Tombstone(renewal), ANY));
        }
        return edits;
    }

    Standing standing(RowKey resource) throws IOException {
        return table.of(resource);
    }

    /// Gives a lease back, and lets the next holder know that he is not the first.
    Outcome handBack(Lease lease) throws IOException {
        var body =
                new LeaseBody(
                        LeaseBody.State.FREE,
                        chain.now(),
                        lease.grants(),
                        lease.resource(),
                        lease.holder());
        return chain.commit(new Change(List.of(new Edit(event(body, place), lease.token()))));
    }

    /// Lets nobody have it, until [#forget]. Its row goes to another place.
    Outcome park(Standing now, RowKey resource, Place parked, List<Guard> guards)
            throws IOException {
        LeaseBody last = now.body();
        var body =
                new LeaseBody(
                        LeaseBody.State.PARKED,
                        chain.now(),
                        now.grants(),
                        resource,
                        last == null ? holder : last.holder());
        return put(now, body, parked, guards);
    }

    /// Makes it as if it had never been granted.
    List<Edit> forget(Standing now, RowKey resource) {
        var edits = new ArrayList<Edit>();
        if (now.version() != Edit.ABSENT) {
            var gone = new Event.Tombstone(LeaseTable.row(resource));
            edits.add(new Edit(gone, now.version()));
        }
        if (now.renewed() != Edit.ABSENT) {
            var gone = new Event.Tombstone(LeaseTable.renewalRow(resource));
            edits.add(new Edit(gone, now.renewed()));
        }
        return edits;
    }

    /// Puts the row of a lease if it still stands as it was seen.
    private Outcome put(Standing now, LeaseBody body, @Nullable Place where, List<Guard> guards)
            throws IOException {
        var all = new ArrayList<>(guards);
        all.add(new Guard(LeaseTable.renewalRow(body.resource()), now.renewed()));
        return chain.commit(new Change(List.of(new Edit(event(body, where), now.version())), all));
    }

    private static Event.Put event(LeaseBody body, @Nullable Place where) {
        RowKey row = LeaseTable.row(body.resource());
        return new Event.Put(row, where, Reserved.LEASE, body.write(), Encoding.PLAIN, RULES);
    }

    private static Lease lease(LeaseBody body, long token, Instant until) {
        return new Lease(
                body.resource(),
                LeaseTable.row(body.resource()),
                token,
                body.holder(),
                until,
                body.grants());
    }

    private static Grant.Taken taken(Standing now) {
        LeaseBody body = now.body();
        return new Grant.Taken(
                body == null ? "" : body.holder(), now.parked() ? Instant.MAX : now.until());
    }

    /// Whether somebody changed the rows of the lease since it stood so, and nothing else is wrong.
    private static boolean outrun(Standing then, RowKey resource, List<Outcome.Reason> reasons) {
        var row = new Guard(LeaseTable.row(resource), then.version());
        var renewal = new Guard(LeaseTable.renewalRow(resource), then.renewed());
        return reasons.stream()
                .allMatch(reason ->
                        reason instanceof Outcome.Reason.Conflict(RowKey key, long wanted, _)
                                && Set.of(row, renewal).contains(new Guard(key, wanted)));
    }

    /// When a term that begins now is over, as exactly as it is written down.
    private Instant end(Duration term) {
        return chain.now().plus(term).truncatedTo(ChronoUnit.MILLIS);
    }

    private static void requireTerm(Duration term) {
        if (!term.isPositive() || term.compareTo(LiveLimits.TERM_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a lease of %s: want more than zero, up to %s"
                            .formatted(term, LiveLimits.TERM_MAX));
        }
    }
}
