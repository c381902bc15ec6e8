package cloud.atek.datachain.dio;

import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.Reserved;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.Snapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A unit of work that reads and writes. What it writes it alone sees, until [#commit] does all of
/// it or nothing.
///
/// Each row that is written must still be as the unit saw it: when somebody else wrote it
/// meanwhile, the commit is refused and names the row, so no update is lost. A refused unit keeps
/// what it wants to write. It can be mended and committed again; after a conflict [#refresh], or
/// let [Session#change] do the whole work again.
///
/// One thread owns it. Closing it discards what is not committed.
public final class DioMut implements Dio {

    private final Session session;
    private final Bodies bodies;
    private final Buffer buffer = new Buffer();
    private final Map<RowKey, Guard> guards = new LinkedHashMap<>();
    private Snapshot snapshot;
    private boolean committed;

    DioMut(Session session, Bodies bodies, Snapshot snapshot) {
        this.session = session;
        this.bodies = bodies;
        this.snapshot = snapshot;
    }

    @Override
    public long sequence() {
        return snapshot.sequence();
    }

    @Override
    public <T> Loaded<T> load(RowKey key, RowFormat<T> format) throws IOException {
        return switch (buffer.find(key)) {
            case Buffer.Write.Put(Event.Put row, long expect) -> Rows.read(row, expect, format);
            case Buffer.Write.Gone _ -> new Loaded.Absent<>(key);
            case null -> Rows.load(bodies, snapshot, key, format);
        };
    }

    @Override
    public boolean exists(RowKey key) {
        return standing(key) != null;
    }

    @Override
    public Stream<RowKey> children(Place place) {
        return in(place, snapshot.children(place));
    }

    @Override
    public Stream<RowKey> roots() {
        return in(null, snapshot.roots());
    }

    @Override
    public Stream<RowKey> keys() {
        List<RowKey> added =
                buffer.keys().stream()
                        .filter(key -> exists(key) && snapshot.find(key).isEmpty())
                        .toList();
        return Stream.concat(
                snapshot.rows().map(Snapshot.Row::key).filter(this::exists), added.stream());
    }

    @Override
    public boolean unlock(RowKey group) throws IOException {
        return bodies.groups().open(group, snapshot) == null;
    }

    /// Writes a new row at the top, under a key above those before.
    public <T> Dao<T> store(RowFormat<T> format, T value) {
        return storeAt(session.newKey(), null, format, value);
    }

    /// Writes a new row of a collection, under a key above those before.
    public <T> Dao<T> storeIn(Place place, RowFormat<T> format, T value) {
        return storeAt(session.newKey(), place, format, value);
    }

    /// Writes the row under this key, whatever it was before; its own rules stay.
    ///
    /// @param place where it belongs from now on, or null for a row of its own
    public <T> Dao<T> storeAt(RowKey key, @Nullable Place place, RowFormat<T> format, T value) {
        ReadRules.Standing now = standing(key);
        Authority authority = now == null ? Authority.INHERIT : now.authority();
        long expect = expect(key);
        return write(new Dao<>(format, key, value, expect, place, authority));
    }

    /// Writes another value in a row that was loaded. The row must still come from the same commit
    /// as `row` then.
    ///
    /// @throws IllegalStateException when this unit deleted it
    public <T> Dao<T> update(Dao<T> row, T value) {
        Dao<T> now = now(row);
        return write(with(now, value, now.place(), now.authority()));
    }

    /// Places a row elsewhere, behind the rows that are there.
    ///
    /// @throws IllegalStateException when this unit deleted it
    public <T> Dao<T> attach(Dao<T> row, Place place) {
        Dao<T> now = now(row);
        return write(with(now, now.value(), place, now.authority()));
    }

    /// Makes a row one of its own.
    ///
    /// @throws IllegalStateException when this unit deleted it
    public <T> Dao<T> detach(Dao<T> row) {
        Dao<T> now = now(row);
        return write(with(now, now.value(), null, now.authority()));
    }

    /// Gives a row other rules of its own. They hold for the rows under it too, as far as those
    /// inherit; but a body that is stored is sealed, or opened, only when its row is written next.
    ///
    /// @throws IllegalStateException when this unit deleted it
    public <T> Dao<T> authority(Dao<T> row, Authority authority) {
        Dao<T> now = now(row);
        return write(with(now, now.value(), now.place(), authority));
    }

    /// Removes a row. Those under it stay, under a row that is gone.
    ///
    /// @return false when there is none
    public boolean delete(RowKey key) {
        requireOpen();
        boolean there = exists(key);
        if (there && expect(key) == Edit.ABSENT && stored(key) == null) {
            buffer.forget(key);
        } else if (there) {
            buffer.write(new Buffer.Write.Gone(key, expect(key)));
        }
        return there;
    }

    /// Lets the chain have a hybrid key, so that it can check its signatures.
    public void publish(HybridVerifyKey key) {
        Event.Put row = Reserved.key(key);
        storeAt(row.key(), null, RowFormat.bytes(row.type()), row.body());
    }

    /// Lets the commit be refused when somebody else writes this row before it, though this unit
    /// does not write it.
    public void guard(RowKey row) {
        guard(new Guard(row, snapshot.sequenceOf(row)));
    }

    /// Lets the commit be refused unless this is so.
    public void guard(Guard guard) {
        requireOpen();
        guards.put(guard.row(), guard);
    }

    /// The rows that are to be written, those too that turn out to be as they were.
    public List<RowKey> pending() {
        return buffer.keys();
    }

    /// Gives up what was to be written in one row: it is again as the chain has it.
    public void forget(RowKey key) {
        requireOpen();
        buffer.forget(key);
    }

    /// Gives up all that was to be written, and all guards.
    public void cancel() {
        buffer.clear();
        guards.clear();
    }

    /// Commits all that was written, or nothing, and returns when it came as far as `scope` wants.
    /// Rows that are as they were are not written again. Afterwards the unit takes no more; when it
    /// was refused it is as before.
    ///
    /// @return of a unit that changes nothing, the commit that it sees
    /// @throws IOException when the chain could not be read or written; the unit is as before, and
    ///   whether its commit is in the chain shows after the next open
    public Outcome commit(Scope scope) throws IOException {
        requireOpen();
        Draft draft = new Draft(bodies, snapshot, buffer, this::standing).make(guards.values());
        if (!draft.reasons().isEmpty()) {
            return new Outcome.Refused(draft.reasons());
        }
        if (draft.edits().isEmpty()) {
            committed = true;
            return snapshot.at();
        }
        Outcome outcome = session.commit(new Change(draft.edits(), draft.guards()), scope);
        committed = outcome instanceof Outcome.Committed;
        return outcome;
    }

    /// Looks at the chain as it is now, and keeps what is to be written. A row that somebody else
    /// wrote meanwhile, and this unit too, stays a conflict until this unit gives its own up with
    /// [#forget] and does it again: with [#load] in between, it sees what the other one wrote.
    ///
    /// @return those rows
    /// @throws IOException when the disk failed; the unit is as before
    public List<RowKey> refresh() throws IOException {
        requireOpen();
        Snapshot newer = session.snapshot();
        snapshot.close();
        snapshot = newer;
        return buffer.keys().stream()
                .filter(key -> expect(key) != snapshot.sequenceOf(key))
                .toList();
    }

    @Override
    public void close() {
        snapshot.close();
    }

    private Stream<RowKey> in(@Nullable Place place, Stream<Snapshot.Row> there) {
        List<RowKey> come =
                buffer.ordered().stream()
                        .map(Buffer.Write::key)
                        .filter(key -> isIn(place, standing(key)) && !isIn(place, stored(key)))
                        .toList();
        return Stream.concat(
                there.map(Snapshot.Row::key).filter(key -> isIn(place, standing(key))),
                come.stream());
    }

    private static boolean isIn(@Nullable Place place, ReadRules.@Nullable Standing row) {
        return row != null && Objects.equals(row.place(), place);
    }

    private ReadRules.@Nullable Standing stored(RowKey key) {
        return Bodies.view(snapshot).find(key);
    }

    /// The row as this unit sees it; null when there is none.
    private ReadRules.@Nullable Standing standing(RowKey key) {
        return switch (buffer.find(key)) {
            case Buffer.Write.Put(Event.Put row, _) ->
                    new ReadRules.Standing(row.place(), row.authority());
            case Buffer.Write.Gone _ -> null;
            case null -> stored(key);
        };
    }

    /// What a write of the row expects: what the first one did, as long as that is not forgotten.
    private long expect(RowKey key) {
        Buffer.Write write = buffer.find(key);
        return write == null ? snapshot.sequenceOf(key) : write.expect();
    }

    /// The row as this unit has it now: what it did to it since `row` was loaded stays.
    private <T> Dao<T> now(Dao<T> row) {
        return switch (buffer.find(row.key())) {
            case Buffer.Write.Put(Event.Put put, _) ->
                    Rows.read(put, row.sequence(), row.format()).require();
            case Buffer.Write.Gone _ ->
                    throw new IllegalStateException("the row " + row.key() + " was deleted here");
            case null -> row;
        };
    }

    private static <T> Dao<T> with(
            Dao<T> row, T value, @Nullable Place place, Authority authority) {
        return new Dao<>(row.format(), row.key(), value, row.sequence(), place, authority);
    }

    private <T> Dao<T> write(Dao<T> row) {
        requireOpen();
        RowFormat<T> format = row.format();
        var put =
                new Event.Put(
                        row.key(),
                        row.place(),
                        format.type(),
                        format.write(row.value()),
                        Encoding.PLAIN,
                        row.authority());
        buffer.write(new Buffer.Write.Put(put, row.sequence()));
        return row;
    }

    private void requireOpen() {
        if (committed) {
            throw new IllegalStateException("this unit of work is committed: begin another one");
        }
    }
}
