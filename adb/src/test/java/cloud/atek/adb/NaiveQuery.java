package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Answers queries the slow way, written from the contract alone.
final class NaiveQuery {

    private NaiveQuery() {}

    /// All paths that a query finds, in its order.
    static List<String> answer(Query query, Map<String, JsonNode> records) {
        String folder = query.path().isRoot() ? "/" : query.path() + "/";
        return records.entrySet().stream()
                .filter(one -> one.getKey().startsWith(folder))
                .filter(one -> holds(query.where(), one.getValue()))
                .sorted(order(query))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Comparator<Map.Entry<String, JsonNode>> order(Query query) {
        boolean down = false;
        Comparator<Map.Entry<String, JsonNode>> all = (_, _) -> 0;
        for (Query.Order order : query.orderBy()) {
            down = order.descending();
            Pointer pointer = order.pointer();
            if (pointer != null) {
                Comparator<Map.Entry<String, JsonNode>> one =
                        (a, b) ->
                                inOrder(
                                        a.getValue().at(pointer.text()),
                                        b.getValue().at(pointer.text()));
                all = all.thenComparing(down ? one.reversed() : one);
            }
        }
        Comparator<Map.Entry<String, JsonNode>> path =
                (a, b) -> bytes(a.getKey().replace('/', '\0'), b.getKey().replace('/', '\0'));
        return all.thenComparing(down ? path.reversed() : path);
    }

    static boolean holds(Filter filter, JsonNode record) {
        return switch (filter) {
            case Filter.And(var parts) -> parts.stream().allMatch(part -> holds(part, record));
            case Filter.Or(var parts) -> parts.stream().anyMatch(part -> holds(part, record));
            case Filter.Not(var part) -> !holds(part, record);
            case Filter.Exists(var at, var wanted) ->
                    record.at(at.text()).isMissingNode() != wanted;
            case Filter.Prefix(var at, var text) -> {
                JsonNode value = record.at(at.text());
                yield value.isTextual() && value.asText().startsWith(text);
            }
            case Filter.In(var at, var operands) ->
                    operands.stream()
                            .anyMatch(one ->
                                    holds(
                                            new Filter.Compare(at, Filter.Comparison.EQ, one),
                                            record));
            case Filter.Contains(var at, var operand) -> contains(record.at(at.text()), operand);
            case Filter.Compare(var at, var how, var operand) -> {
                JsonNode value = record.at(at.text());
                if (value.isMissingNode()) {
                    yield how == Filter.Comparison.NE;
                }
                int order = compare(value, operand);
                yield switch (how) {
                    case EQ -> order == 0;
                    case NE -> order != 0;
                    case LT -> order < 0;
                    case LTE -> order <= 0;
                    case GT -> order > 0;
                    case GTE -> order >= 0;
                };
            }
        };
    }

    private static boolean contains(JsonNode value, JsonNode operand) {
        if (value.isTextual()) {
            return operand.isTextual() && value.asText().contains(operand.asText());
        }
        var found = new ArrayList<JsonNode>();
        if (value.isArray()) {
            value.forEach(one -> found.add(one));
        }
        return found.stream().anyMatch(one -> compare(one, operand) == 0);
    }

    /// Long values that differ only far behind are the same to an order.
    static int inOrder(JsonNode a, JsonNode b) {
        boolean same = Arrays.equals(OrderKey.of(a).bytes(), OrderKey.of(b).bytes());
        return same ? 0 : compare(a, b);
    }

    static int compare(JsonNode a, JsonNode b) {
        int types = Integer.compare(type(a), type(b));
        if (types != 0) {
            return types;
        }
        if (a.isNumber()) {
            return new BigDecimal(a.asText()).compareTo(new BigDecimal(b.asText()));
        }
        if (a.isTextual()) {
            return bytes(a.asText(), b.asText());
        }
        if (a.isBoolean()) {
            return Boolean.compare(a.asBoolean(), b.asBoolean());
        }
        var left = flat(a);
        var right = flat(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<JsonNode> flat(JsonNode json) {
        var flat = new ArrayList<JsonNode>();
        if (json.isArray()) {
            json.forEach(flat::add);
        } else {
            var sorted = new TreeMap<String, JsonNode>(NaiveQuery::bytes);
            json.properties().forEach(one -> sorted.put(one.getKey(), one.getValue()));
            sorted.forEach((name, value) -> {
                flat.add(TextNode.valueOf(name));
                flat.add(value);
            });
        }
        return flat;
    }

    private static int type(JsonNode json) {
        return switch (json.getNodeType()) {
            case MISSING -> 0;
            case NULL -> 1;
            case BOOLEAN -> 2;
            case NUMBER -> 3;
            case STRING -> 4;
            case ARRAY -> 5;
            default -> 6;
        };
    }

    private static int bytes(String a, String b) {
        return Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
