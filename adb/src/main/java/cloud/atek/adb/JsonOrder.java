package cloud.atek.adb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The one order of all JSON values: null < false < true < numbers < strings < arrays < objects.
/// [OrderKey] is the same order as bytes.
///
/// Strings compare by code point, arrays element by element, objects member by member, sorted by
/// name. Numbers that are whole and fit into 64 bits compare exactly, the others as doubles.
final class JsonOrder {

    /// Of values that are there; never of missing nodes.
    static final Comparator<JsonNode> COMPARATOR = JsonOrder::compare;

    private static final double LONG_END = 0x1p63;

    private JsonOrder() {}

    static int compare(JsonNode one, JsonNode other) {
        int rank = rank(one);
        int difference = Integer.compare(rank, rank(other));
        if (difference != 0) {
            return difference;
        }
        return switch (rank) {
            case OrderKey.NUMBER -> compareNumbers(one, other);
            case OrderKey.STRING -> compareText(one.textValue(), other.textValue());
            case OrderKey.ARRAY -> compareArrays(one.elements(), other.elements());
            case OrderKey.OBJECT -> compareMembers(members(one), members(other));
            default -> 0;
        };
    }

    /// The first byte of its [OrderKey].
    static int rank(JsonNode json) {
        return switch (json.getNodeType()) {
            case MISSING -> OrderKey.MISSING;
            case NULL -> OrderKey.NULL;
            case BOOLEAN -> json.booleanValue() ? OrderKey.TRUE : OrderKey.FALSE;
            case NUMBER -> OrderKey.NUMBER;
            case STRING, BINARY, POJO -> OrderKey.STRING;
            case ARRAY -> OrderKey.ARRAY;
            case OBJECT -> OrderKey.OBJECT;
        };
    }

    /// Whether it is compared as a long; else as a double.
    static boolean isLong(JsonNode number) {
        if (number.isIntegralNumber()) {
            return number.canConvertToLong();
        }
        double value = number.doubleValue();
        return value >= -LONG_END && value < LONG_END && value == Math.rint(value);
    }

    /// How far a long is from its nearest double, -1024 to 1024.
    static int remainder(long number) {
        double near = number;
        // The difference from 2^63, which is no long.
        return near == LONG_END ? (int) (number + Long.MIN_VALUE) : (int) (number - (long) near);
    }

    /// The members of an object by name.
    static List<Map.Entry<String, JsonNode>> members(JsonNode object) {
        return object.properties().stream()
                .sorted(Map.Entry.comparingByKey(JsonOrder::compareText))
                .toList();
    }

    /// By code point, which is the order of the bytes of UTF-8.
    static int compareText(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static int compareNumbers(JsonNode one, JsonNode other) {
        int difference = Double.compare(near(one), near(other));
        return difference != 0 ? difference : Integer.compare(rest(one), rest(other));
    }

    /// Its nearest double, without a negative zero.
    static double near(JsonNode number) {
        return isLong(number) ? number.longValue() : number.doubleValue();
    }

    static int rest(JsonNode number) {
        return isLong(number) ? remainder(number.longValue()) : 0;
    }

    private static int compareArrays(Iterator<JsonNode> one, Iterator<JsonNode> other) {
        while (one.hasNext() && other.hasNext()) {
            int difference = compare(one.next(), other.next());
            if (difference != 0) {
                return difference;
            }
        }
        return Boolean.compare(one.hasNext(), other.hasNext());
    }

    private static int compareMembers(
            List<Map.Entry<String, JsonNode>> one, List<Map.Entry<String, JsonNode>> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int difference = compareText(one.get(i).getKey(), other.get(i).getKey());
            if (difference == 0) {
                difference = compare(one.get(i).getValue(), other.get(i).getValue());
            }
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
