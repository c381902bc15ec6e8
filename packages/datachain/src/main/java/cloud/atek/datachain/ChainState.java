package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.PrunedRun;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.TrustMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the next commit of a chain depends on: the end of the chain, its rows, its rules, the keys
/// that it publishes and the counters of its authors. One thread at a time, but for [#keys].
final class ChainState implements Rules.Stored {

    private static final Set<String> PARTS =
            Set.of(
                    IndexParts.TIME,
                    IndexParts.GENESIS,
                    IndexParts.AUTHORS,
                    IndexParts.KEYS,
                    IndexParts.HORIZON);

    private final VerifyKey id;
    private final RowTable rows;
    private final PublishedKeys keys = new PublishedKeys();
    private final Map<KeyName, Long> counters = new HashMap<>();
    private @Nullable Genesis genesis;
    private long sequence;
    private Hash hash = Hash.ZERO;
    private Instant time = Instant.EPOCH;
    private long horizon;
    private long whole;

    /// Of an empty chain.
    ChainState(VerifyKey id) {
        this(id, new RowTable());
    }

    private ChainState(VerifyKey id, RowTable rows) {
        this.id = id;
        this.rows = rows;
    }

    /// The state that an index holds; nothing when it lacks a part.
    static Optional<ChainState> of(VerifyKey id, IndexContent index) {
        var parts = index.parts();
        if (!parts.keySet().containsAll(PARTS)) {
            return Optional.empty();
        }
        var state = new ChainState(id, index.rows());
        state.sequence = index.sequence();
        state.hash = index.commit();
        state.time = Instant.ofEpochMilli(StateParts.readNumber(part(parts, IndexParts.TIME)));
        state.genesis = Genesis.read(part(parts, IndexParts.GENESIS));
        StateParts.readAuthors(part(parts, IndexParts.AUTHORS), state.counters);
        StateParts.readKeys(part(parts, IndexParts.KEYS)).forEach(state.keys::add);
        state.horizon = StateParts.readNumber(part(parts, IndexParts.HORIZON));
        return Optional.of(state);
    }

    /// What an index must hold of this besides the rows, for [#of].
    Map<String, Bytes> parts() {
        return Map.of(
                IndexParts.TIME, StateParts.number(time.toEpochMilli()),
                IndexParts.GENESIS, Objects.requireNonNull(genesis).body(),
                IndexParts.AUTHORS, StateParts.authors(counters),
                IndexParts.KEYS, StateParts.keys(keys.all()),
                IndexParts.HORIZON, StateParts.number(horizon));
    }

    private static Bytes part(Map<String, Bytes> parts, String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    long sequence() {
        return sequence;
    }

    Hash hash() {
        return hash;
    }

    /// Of the last commit.
    Instant time() {
        return time;
    }

    /// The rows as they are now. The caller closes it.
    RowSnapshot snapshot() {
        return rows.snapshot(sequence);
    }

    /// The rows at the newest commit or, where an open snapshot sees an older one, at the oldest of
    /// these. The caller closes it.
    RowSnapshot oldestSnapshot() {
        return rows.snapshot(Math.min(sequence, rows.oldestSnapshot()));
    }

    /// The highest sequence of a removal that is forgotten, 0 when none is.
    long horizon() {
        return horizon;
    }

    /// Whether the rows are as they were when the last commit was made: in what compaction left,
    /// history is missing.
    boolean whole() {
        return sequence >= whole;
    }

    /// Takes what is left to know of removed commits. They, or later ones, were applied already.
    void remember(Forgotten forgotten) {
        forgotten
                .counters()
                .forEach((author, counter) -> counters.merge(author, counter, Math::max));
        horizon = Math.max(horizon, forgotten.horizon());
        whole = Math.max(whole, forgotten.whole());
    }

    /// Forgets removed rows up to the horizon.
    void forgetRemoved() {
        rows.forgetRemoved(horizon + 1);
    }

    /// Goes on behind commits that compaction removed.
    void skip(PrunedRun run) {
        sequence = run.last();
        hash = run.leaf(run.last());
    }

    /// `now`, or the time of the last commit when the clock went back.
    Instant notBefore(Instant now) {
        return now.isBefore(time) ? time : now;
    }

    long sequenceOf(RowKey key) {
        return rows.sequenceOf(key);
    }

    /// The highest counter of an author, or 0.
    long counterOf(KeyName author) {
        return counters.getOrDefault(author, 0L);
    }

    @Override
    public RowView.@Nullable Row find(RowKey key) {
        return rows.find(key);
    }

    @Override
    public boolean hasChildren(RowKey key) {
        return rows.hasChildren(key);
    }

    @Override
    public PublishedKeys keys() {
        return keys;
    }

    @Override
    public @Nullable Genesis genesis() {
        return genesis;
    }

    /// Tells what stands behind a change. An empty chain takes only its own word.
    Backings backings() {
        Genesis now = genesis;
        return new Backings(id, now == null ? TrustMode.DISTRIBUTED : now.trust(), keys);
    }

    void apply(Commit commit, Hash itsHash) {
        CommitHead head = commit.head();
        apply(
                new CommitCodec.Draft(
                        head.sequence(),
                        head.time(),
                        head.previous(),
                        head.origin(),
                        commit.events()),
                itsHash);
    }

    void apply(CommitCodec.Draft commit, Hash itsHash) {
        commit.events().forEach(event -> apply(event, commit.sequence()));
        KeyName author = commit.origin().author();
        if (author != null && commit.origin().counter() > 0) {
            counters.merge(author, commit.origin().counter(), Math::max);
        }
        sequence = commit.sequence();
        time = commit.time();
        hash = itsHash;
    }

    /// Why `change` cannot be committed now; nothing when it can.
    List<Outcome.Reason> objections(Change change, Backing backing) {
        var reasons = new ArrayList<Outcome.Reason>();
        for (Edit edit : change.edits()) {
            RowKey key = edit.event().key();
            if (edit.expect() != Edit.ANY) {
                expect(key, edit.expect(), reasons);
            }
            long size = EventCodec.size(edit.event());
            if (size > Limits.EVENT_BYTES_MAX) {
                reasons.add(new Outcome.Reason.EventTooLarge(key, size));
            }
        }
        change.guards().forEach(guard -> expect(guard.row(), guard.expect(), reasons));
        addSizeObjections(change.events(), backing.signatures(), reasons);
        reasons.addAll(objections(change.events(), backing));
        return reasons;
    }

    /// Why a commit of `events` cannot come next; nothing when it can.
    List<Outcome.Reason> objections(List<Event> events, Backing backing) {
        var reasons = new ArrayList<>(backing.reasons());
        reasons.addAll(replays(backing.origin()));
        if (sequence == 0 && !backing.keys().contains(KeyName.of(id))) {
            reasons.add(new Outcome.Reason.MissingSignature(KeyName.of(id)));
        }
        reasons.addAll(new Rules(this, backing).check(events));
        return reasons;
    }

    /// Why a change of this origin cannot come any more; nothing when it can. Good in what
    /// compaction left, too: what is left of an author's counters rises as all of them did.
    List<Outcome.Reason> replays(Origin origin) {
        KeyName author = origin.author();
        long counter = origin.counter();
        return author != null && counter > 0 && counter <= counterOf(author)
                ? List.of(new Outcome.Reason.Replayed(author, counter, counterOf(author)))
                : List.of();
    }

    private void apply(Event event, long itsSequence) {
        rows.apply(event, itsSequence);
        if (event instanceof Event.Put put) {
            if (put.type().equals(Reserved.CHAIN)) {
                genesis = Genesis.read(put.body());
            }
            HybridVerifyKey key = PublishedKeys.read(put);
            if (key != null) {
                keys.add(key);
            }
        }
    }

    private void expect(RowKey key, long wanted, List<Outcome.Reason> reasons) {
        long found = rows.sequenceOf(key);
        if (wanted != found) {
            reasons.add(new Outcome.Reason.Conflict(key, wanted, found));
        }
    }

    private static void addSizeObjections(
            List<Event> events, List<ChangeSignature> signatures, List<Outcome.Reason> reasons) {
        if (events.size() > Limits.EVENTS_MAX) {
            reasons.add(new Outcome.Reason.TooManyEvents(events.size()));
        }
        long size = CommitCodec.size(events, signatures);
        if (size > Limits.COMMIT_BYTES_MAX) {
            reasons.add(new Outcome.Reason.CommitTooLarge(size));
        }
    }
}
