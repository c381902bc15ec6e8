package cloud.atek.adb;

import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.ViewConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a view has of some records, found out in the simplest way.
final class NaiveMapping {

    private NaiveMapping() {}

    private record Row(List<JsonNode> key, List<JsonNode> value, Stored of) {}

    /// Which element of the array at each place is looked at.
    private record Choice(Map<String, Integer> elements, List<JsonNode> key) {}

    private record Place(Choice choice, JsonNode value) {}

    static List<String> entries(ViewConfig view, List<Stored> records) {
        String folder = view.path().isRoot() ? "/" : view.path() + "/";
        return records.stream()
                .filter(one -> one.path().toString().startsWith(folder))
                .flatMap(one -> rows(view, one).stream())
                .sorted(ORDER)
                .map(NaiveMapping::text)
                .toList();
    }

    private static final Comparator<Row> ORDER =
            Comparator.comparing(Row::key, (a, b) -> lists(a, b, NaiveQuery::inOrder))
                    .thenComparing((a, b) -> path(a).compareTo(path(b)))
                    .thenComparing(Row::key, (a, b) -> lists(a, b, NaiveQuery::compare))
                    .thenComparing(Row::value, (a, b) -> lists(a, b, NaiveQuery::compare));

    private static List<Row> rows(ViewConfig view, Stored stored) {
        JsonNode record = RecordJson.read(stored.json());
        if (!NaiveQuery.holds(view.where(), record)) {
            return List.of();
        }
        List<Choice> choices = List.of(new Choice(Map.of(), List.of()));
        for (Pointer pointer : view.key()) {
            choices = choices.stream().flatMap(choice -> taken(record, pointer, choice)).toList();
        }
        var rows = new ArrayList<Row>();
        for (Choice choice : choices) {
            List<JsonNode> value =
                    view.value().stream()
                            .map(pointer -> places(record, pointer, choice, false).getFirst())
                            .map(Place::value)
                            .toList();
            var row = new Row(choice.key, view.value().isEmpty() ? List.of() : value, stored);
            if (rows.stream().noneMatch(one -> ORDER.compare(one, row) == 0)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Stream<Choice> taken(JsonNode record, Pointer pointer, Choice choice) {
        return places(record, pointer, choice, true).stream()
                .filter(place -> !place.value.isMissingNode())
                .map(place ->
                        new Choice(
                                place.choice.elements,
                                Stream.concat(choice.key.stream(), Stream.of(place.value))
                                        .toList()));
    }

    /// @param unwinds whether an array that is not chosen from yet gives all of its elements
    private static List<Place> places(
            JsonNode record, Pointer pointer, Choice choice, boolean unwinds) {
        String[] names = pointer.text().split("/", -1);
        return places(record, "", List.of(names).subList(1, names.length), choice, unwinds);
    }

    private static List<Place> places(
            JsonNode at, String where, List<String> names, Choice choice, boolean unwinds) {
        boolean end = names.isEmpty();
        String name = end ? "" : names.getFirst().replace("~1", "/").replace("~0", "~");
        List<String> rest = end ? names : names.subList(1, names.size());
        if (at.isArray() && (end || !name.matches("0|[1-9][0-9]*"))) {
            Integer known = choice.elements.get(where);
            if (known == null && !unwinds) {
                return List.of(new Place(choice, end ? at : MissingNode.getInstance()));
            }
            var all = new ArrayList<Place>();
            for (int i = 0; i < at.size(); i++) {
                if (known != null && known != i) {
                    continue;
                }
                var elements = new LinkedHashMap<>(choice.elements);
                elements.put(where, i);
                var next = new Choice(elements, choice.key);
                all.addAll(
                        end
                                ? List.of(new Place(next, at.get(i)))
                                : places(at.get(i), where + "/" + i, names, next, unwinds));
            }
            return all;
        }
        if (end) {
            return List.of(new Place(choice, at));
        }
        JsonNode child = at.isArray() ? at.path(Integer.parseInt(name)) : at.path(name);
        return places(child, where + "/" + name, rest, choice, unwinds);
    }

    private static int lists(List<JsonNode> a, List<JsonNode> b, Comparator<JsonNode> order) {
        for (int i = 0; i < a.size(); i++) {
            int one = order.compare(a.get(i), b.get(i));
            if (one != 0) {
                return one;
            }
        }
        return 0;
    }

    private static String path(Row row) {
        return row.of.path().toString().replace('/', '\0');
    }

    private static String text(Row row) {
        return json(row.key)
                + " "
                + row.of.path()
                + " "
                + (row.value.isEmpty() ? null : json(row.value));
    }

    private static String json(List<JsonNode> values) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(one -> array.add(one.isMissingNode() ? NullNode.instance : one));
        return array.toString();
    }
}
