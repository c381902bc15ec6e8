package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which rows there are and who may write them, said in the plainest way. Never changed once made.
///
/// @param root the one root key
record RulesModel(KeyName root, Map<RowKey, Row> rows) {

    record Row(@Nullable RowKey parent, @Nullable Place place, Authority.Write rule) {}

    RulesModel(KeyName root) {
        this(root, Map.of());
    }

    /// The rows after `events`, or null when the holders of `keys` may not do that.
    @Nullable RulesModel after(List<Event> events, Set<KeyName> keys) {
        RulesModel now = this;
        var seen = new HashSet<RowKey>();
        for (Event event : events) {
            if (!seen.add(event.key()) || !now.allows(event, keys)) {
                return null;
            }
            var rows = new HashMap<>(now.rows);
            switch (event) {
                case Event.Tombstone(RowKey key) -> rows.remove(key);
                case Event.Put put -> rows.put(put.key(), row(put));
            }
            now = new RulesModel(root, rows);
        }
        return now;
    }

    private static Row row(Event.Put put) {
        Place place = put.place();
        return new Row(place == null ? null : place.parent(), place, put.authority().write());
    }

    private boolean allows(Event event, Set<KeyName> keys) {
        return switch (event) {
            case Event.Tombstone(RowKey key) -> may(key, keys);
            case Event.Put put -> {
                Row now = rows.get(put.key());
                boolean own = now != null ? may(put.key(), keys) : mayPutBack(put.key(), keys);
                boolean stays = now != null && Objects.equals(now.place(), put.place());
                yield own && (stays || mayPlace(put, keys));
            }
        };
    }

    private boolean mayPutBack(RowKey key, Set<KeyName> keys) {
        return rows.values().stream().noneMatch(row -> key.equals(row.parent()))
                || keys.contains(root);
    }

    private boolean mayPlace(Event.Put put, Set<KeyName> keys) {
        Place place = put.place();
        return place == null
                ? keys.contains(root)
                : rows.containsKey(place.parent())
                        && !above(place.parent()).contains(put.key())
                        && may(place.parent(), keys);
    }

    /// The row and all that it is under.
    private List<RowKey> above(RowKey key) {
        var all = new ArrayList<RowKey>();
        for (RowKey at = key; at != null; at = rows.containsKey(at) ? up(at) : null) {
            all.add(at);
        }
        return all;
    }

    private @Nullable RowKey up(RowKey key) {
        return Objects.requireNonNull(rows.get(key)).parent();
    }

    private boolean may(RowKey key, Set<KeyName> keys) {
        Row row = rows.get(key);
        return row == null
                ? keys.contains(root)
                : switch (row.rule()) {
                    case Authority.Write.Everyone() -> true;
                    case Authority.Write.Nobody() -> false;
                    case Authority.Write.AnyOf(var any) -> any.stream().anyMatch(keys::contains);
                    case Authority.Write.Inherit() ->
                            row.parent() == null ? keys.contains(root) : may(row.parent(), keys);
                };
    }
}
