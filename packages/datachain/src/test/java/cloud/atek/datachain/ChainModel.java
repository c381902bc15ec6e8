package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a chain must show at one of its commits. Never changed once made.
///
/// @param sequence of that commit
/// @param rows by key, without the genesis
/// @param rules who may write them
record ChainModel(long sequence, Map<RowKey, Row> rows, RulesModel rules) {

    record Row(long sequence, Event.Put put) {}

    /// Of a chain that has its genesis only.
    ChainModel(KeyName root) {
        this(1, Map.of(), new RulesModel(root));
    }

    long sequenceOf(RowKey key) {
        Row row = rows.get(key);
        return row == null ? Edit.ABSENT : row.sequence();
    }

    /// The model after `change`, or null when the holders of `keys` may not do it, or it expects
    /// something else.
    @Nullable ChainModel after(Change change, Set<KeyName> keys) {
        for (Edit edit : change.edits()) {
            boolean any = edit.expect() == Edit.ANY;
            if (!any && edit.expect() != sequenceOf(edit.event().key())) {
                return null;
            }
        }
        for (Guard guard : change.guards()) {
            if (guard.expect() != sequenceOf(guard.row())) {
                return null;
            }
        }
        RulesModel next = rules.after(change.events(), keys);
        return next == null ? null : new ChainModel(sequence + 1, applied(change), next);
    }

    private Map<RowKey, Row> applied(Change change) {
        var next = new HashMap<>(rows);
        for (Event event : change.events()) {
            switch (event) {
                case Event.Put put -> next.put(put.key(), new Row(sequence + 1, put));
                case Event.Tombstone(RowKey key) -> next.remove(key);
            }
        }
        return next;
    }

    /// @param keys of all rows that there ever were
    void requireSame(Snapshot snapshot, List<RowKey> keys) throws IOException {
        assertThat(snapshot.sequence()).isEqualTo(sequence);
        for (RowKey key : keys) {
            Row row = rows.get(key);
            assertThat(snapshot.sequenceOf(key)).isEqualTo(sequenceOf(key));
            assertThat(snapshot.load(key).orElse(null)).isEqualTo(row == null ? null : row.put());
            requireChildren(snapshot, new Place(key, 0));
            requireChildren(snapshot, new Place(key, 1));
        }
        assertThat(snapshot.roots().map(Snapshot.Row::key).skip(1).toList())
                .containsExactlyInAnyOrderElementsOf(in(null));
        assertThat(snapshot.rows().map(Snapshot.Row::key))
                .hasSize(rows.size() + 1)
                .containsAll(rows.keySet());
    }

    private void requireChildren(Snapshot snapshot, Place place) {
        assertThat(snapshot.children(place).map(Snapshot.Row::key).toList())
                .containsExactlyInAnyOrderElementsOf(in(place));
    }

    private List<RowKey> in(@Nullable Place place) {
        return rows.values().stream()
                .map(Row::put)
                .filter(put -> Objects.equals(put.place(), place))
                .map(Event.Put::key)
                .toList();
    }
}
