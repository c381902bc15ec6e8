package cloud.atek.adb;

import cloud.atek.api.adb.Filter;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Tells whether filters hold for records. Pure.
final class Matcher {

    private Matcher() {}

    static Predicate<JsonNode> of(Filter filter) {
        return switch (filter) {
            case Filter.Compare(var at, var comparison, var operand) ->
                    on(at.compiled(), comparing(comparison, operand));
            case Filter.In(var at, var operands) -> {
                var wanted = new TreeSet<>(JsonOrder.COMPARATOR);
                wanted.addAll(operands);
                yield on(at.compiled(), value -> !value.isMissingNode() && wanted.contains(value));
            }
            case Filter.Prefix(var at, var text) ->
                    on(
                            at.compiled(),
                            value -> value.isTextual() && value.textValue().startsWith(text));
            case Filter.Contains(var at, var operand) ->
                    on(at.compiled(), value -> contains(value, operand));
            case Filter.Exists(var at, var wanted) ->
                    on(at.compiled(), value -> value.isMissingNode() != wanted);
            case Filter.And(var parts) -> all(parts);
            case Filter.Or(var parts) -> any(parts);
            case Filter.Not(var part) -> of(part).negate();
        };
    }

    private static Predicate<JsonNode> on(JsonPointer at, Predicate<JsonNode> wanted) {
        return record -> wanted.test(record.at(at));
    }

    private static Predicate<JsonNode> comparing(Filter.Comparison comparison, JsonNode operand) {
        return value -> {
            if (value.isMissingNode()) {
                return comparison == Filter.Comparison.NE;
            }
            int order = JsonOrder.compare(value, operand);
            return switch (comparison) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LTE -> order <= 0;
                case GT -> order > 0;
                case GTE -> order >= 0;
            };
        };
    }

    private static boolean contains(JsonNode value, JsonNode operand) {
        if (value.isTextual() && operand.isTextual()) {
            return value.textValue().contains(operand.textValue());
        }
        if (value.isArray()) {
            for (JsonNode element : value) {
                if (JsonOrder.compare(element, operand) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Predicate<JsonNode> all(List<Filter> parts) {
        List<Predicate<JsonNode>> tests = parts.stream().map(Matcher::of).toList();
        return record -> tests.stream().allMatch(test -> test.test(record));
    }

    private static Predicate<JsonNode> any(List<Filter> parts) {
        List<Predicate<JsonNode>> tests = parts.stream().map(Matcher::of).toList();
        return record -> tests.stream().anyMatch(test -> test.test(record));
    }
}
