package cloud.atek.services.datachain.tool;

import cloud.atek.datachain.Commit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows that a chain has now, by their places. Of each body it knows the beginning. One thread.
final class RowTree {

    /// Enough for a line of a terminal.
    private static final int TEXT_MAX = 120;

    private final Map<RowKey, Row> rows = new LinkedHashMap<>();

    /// One row.
    ///
    /// @param line of its body
    record Row(RowKey key, @Nullable Place place, String type, long sequence, String line) {

        ObjectNode json(int depth) {
            ObjectNode json = MessageCodec.JSON.createObjectNode();
            json.put("key", key.toString()).put("depth", depth);
            CommitText.addPlace(place, json);
            return json.put("type", type).put("sequence", sequence).put("body", line);
        }

        String text(int depth) {
            return CommitText.fitted(
                    "%s%s  %s  %s".formatted("  ".repeat(depth), key, Body.escaped(type), line));
        }
    }

    /// Takes each row with its depth, from 0; false when it wants no more.
    @FunctionalInterface
    interface Visitor {
        boolean row(Row row, int depth);
    }

    void apply(Commit commit) {
        for (Event event : commit.events()) {
            switch (event) {
                case Event.Put put -> {
                    String line = Body.of(put).line();
                    String cut = line.length() > TEXT_MAX ? line.substring(0, TEXT_MAX) : line;
                    var row = new Row(put.key(), put.place(), put.type(), commit.sequence(), cut);
                    rows.put(put.key(), row);
                }
                case Event.Tombstone(RowKey key) -> rows.remove(key);
            }
        }
    }

    /// Rows whose parent is not there stand at the top too.
    void visit(Visitor visitor) {
        var children = new HashMap<RowKey, List<Row>>();
        var top = new ArrayList<Row>();
        for (Row row : rows.values()) {
            Place place = row.place();
            if (place == null || !rows.containsKey(place.parent())) {
                top.add(row);
            } else {
                children.computeIfAbsent(place.parent(), _ -> new ArrayList<>()).add(row);
            }
        }
        boolean _ = visit(top, 0, children, visitor);
    }

    /// A chain takes no places that go round, and none that are deep.
    private static boolean visit(
            List<Row> rows, int depth, Map<RowKey, List<Row>> children, Visitor visitor) {
        for (Row row : rows) {
            boolean on =
                    visitor.row(row, depth)
                            && visit(
                                    children.getOrDefault(row.key(), List.of()),
                                    depth + 1,
                                    children,
                                    visitor);
            if (!on) {
                return false;
            }
        }
        return true;
    }
}
