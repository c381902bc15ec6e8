package cloud.atek.api.adb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads and writes filters as JSON. Errors begin with the place, a JSON pointer into the query.
final class FilterJson {

    private int clauses;
    private long operandChars;

    private FilterJson() {}

    /// @param place of `json` in what the caller sent
    /// @throws IllegalArgumentException when it is no filter, or beyond a limit
    static Filter read(JsonNode json, String place) {
        return new FilterJson().filter(json, place, 1);
    }

    static ObjectNode write(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var at, var comparison, var operand) ->
                    clause(at, comparison.name().toLowerCase(Locale.ROOT), operand);
            case Filter.In(var at, var operands) ->
                    clause(at, "in", JsonNodeFactory.instance.arrayNode().addAll(operands));
            case Filter.Prefix(var at, var text) ->
                    clause(at, "prefix", JsonNodeFactory.instance.textNode(text));
            case Filter.Contains(var at, var operand) -> clause(at, "contains", operand);
            case Filter.Exists(var at, var wanted) ->
                    clause(at, "exists", JsonNodeFactory.instance.booleanNode(wanted));
            case Filter.And(var parts) when parts.isEmpty() -> object();
            case Filter.And(var parts) -> object().set("and", array(parts));
            case Filter.Or(var parts) -> object().set("or", array(parts));
            case Filter.Not(var part) -> object().set("not", write(part));
        };
    }

    private Filter filter(JsonNode json, String place, int depth) {
        Places.requireObject(json, place, "a filter");
        if (depth > Filter.DEPTH_MAX) {
            throw Places.wrong(
                    place, "filters nest too deep: at most " + Filter.DEPTH_MAX + " levels fit");
        }
        var parts = new ArrayList<Filter>();
        json.properties()
                .forEach(member -> {
                    String at = Places.below(place, member.getKey());
                    switch (member.getKey()) {
                        case "and" -> parts.add(new Filter.And(list(member.getValue(), at, depth)));
                        case "or" -> parts.add(new Filter.Or(list(member.getValue(), at, depth)));
                        case "not" ->
                                parts.add(new Filter.Not(filter(member.getValue(), at, depth + 1)));
                        default -> clauses(member.getKey(), member.getValue(), at, parts);
                    }
                });
        return parts.size() == 1 ? parts.getFirst() : new Filter.And(parts);
    }

    private List<Filter> list(JsonNode json, String place, int depth) {
        if (!json.isArray() || json.isEmpty()) {
            throw Places.wrong(place, "want an array of one or more filters");
        }
        if (json.size() > Filter.CLAUSES_MAX) {
            throw tooMany(place);
        }
        var parts = new ArrayList<Filter>();
        for (JsonNode part : json) {
            parts.add(filter(part, Places.below(place, parts.size()), depth + 1));
        }
        return parts;
    }

    private void clauses(String name, JsonNode json, String place, List<Filter> to) {
        if (!name.isEmpty() && name.charAt(0) != '/') {
            throw Places.wrong(
                    place, "want and, or, not, or a JSON pointer such as /" + Places.shown(name));
        }
        Pointer at = Places.pointer(name, place);
        if (!json.isObject() || json.isEmpty()) {
            throw Places.wrong(
                    place,
                    "want an object of operators such as {\"eq\": 1}, got " + Places.kind(json));
        }
        json.properties()
                .forEach(member ->
                        to.add(
                                clause(
                                        at,
                                        member.getKey(),
                                        member.getValue(),
                                        Places.below(place, member.getKey()))));
    }

    private Filter clause(Pointer at, String operator, JsonNode operand, String place) {
        if (++clauses > Filter.CLAUSES_MAX) {
            throw tooMany(place);
        }
        requireOperand(operand, place);
        return switch (operator) {
            case "eq", "ne", "lt", "lte", "gt", "gte" -> {
                var comparison = Filter.Comparison.valueOf(operator.toUpperCase(Locale.ROOT));
                yield new Filter.Compare(at, comparison, operand);
            }
            case "in" -> new Filter.In(at, values(operand, place));
            case "prefix" -> {
                if (!operand.isTextual()) {
                    throw Places.wrong(place, "want a string, got " + Places.kind(operand));
                }
                yield new Filter.Prefix(at, operand.textValue());
            }
            case "contains" -> new Filter.Contains(at, operand);
            case "exists" -> {
                if (!operand.isBoolean()) {
                    throw Places.wrong(place, "want true or false, got " + Places.kind(operand));
                }
                yield new Filter.Exists(at, operand.booleanValue());
            }
            default ->
                    throw Places.wrong(
                            place,
                            "no operator: want eq, ne, lt, lte, gt, gte, in, prefix, contains or"
                                    + " exists");
        };
    }

    private static List<JsonNode> values(JsonNode json, String place) {
        if (!json.isArray()) {
            throw Places.wrong(place, "want an array of values, got " + Places.kind(json));
        }
        if (json.size() > Filter.IN_MAX) {
            throw Places.wrong(
                    place,
                    "%,d values are too many: at most %,d fit"
                            .formatted(json.size(), Filter.IN_MAX));
        }
        var values = new ArrayList<JsonNode>();
        json.forEach(values::add);
        return values;
    }

    private void requireOperand(JsonNode operand, String place) {
        requireFinite(operand, place);
        String text = operand.toString();
        operandChars += text.length();
        if (operandChars > Filter.OPERANDS_CHARS_MAX) {
            throw Places.wrong(
                    place,
                    "the values of a filter are too large: at most %,d characters fit"
                            .formatted(Filter.OPERANDS_CHARS_MAX));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Places.wrong(place, "there is half a character in a string");
        }
    }

    private static void requireFinite(JsonNode operand, String place) {
        if (operand.isNumber() && !Double.isFinite(operand.doubleValue())) {
            throw Places.wrong(place, "the number is too large: at most 1.7e308 fits");
        }
        operand.forEach(child -> requireFinite(child, place));
    }

    private static IllegalArgumentException tooMany(String place) {
        return Places.wrong(
                place, "the filter has too many clauses: at most " + Filter.CLAUSES_MAX + " fit");
    }

    private static ObjectNode clause(Pointer at, String operator, JsonNode operand) {
        return object().set(at.text(), object().set(operator, operand));
    }

    private static ArrayNode array(List<Filter> parts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        parts.forEach(part -> array.add(write(part)));
        return array;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
