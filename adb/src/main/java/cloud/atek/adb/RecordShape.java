package cloud.atek.adb;

import cloud.atek.rpc.Surrogates;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Checks one record before anything is made of it: what is refused names its place as a JSON
/// pointer. Used once.
final class RecordShape {

    /// Of a place that is shown: it may nest deep and have long names.
    private static final int POINTER_CHARS_MAX = 200;

    private static final int BITS_PER_DIGIT_MAX = 4;

    /// Names and numbers from the outside in.
    private final Deque<Object> place = new ArrayDeque<>();

    /// What the record takes as text, at least: so that nothing is written that is far too large.
    private long bytes;

    /// @throws InvalidRecordException when `record` is beyond a limit, or would be another one
    ///   after it was stored
    void require(ObjectNode record) {
        require(record, 1);
    }

    static InvalidRecordException tooLarge() {
        return new InvalidRecordException(
                "The record is too large: at most %,d bytes fit"
                        .formatted(Limits.RECORD_BYTES_MAX));
    }

    private void require(JsonNode node, int depth) {
        bytes++;
        if (node.isTextual()) {
            requireText(node.textValue());
        } else if (node.isNumber()) {
            requireNumber(node);
        } else if (node.isContainerNode()) {
            requireContainer(node, depth);
        }
        if (bytes > Limits.RECORD_BYTES_MAX) {
            throw tooLarge();
        }
    }

    private void requireContainer(JsonNode node, int depth) {
        if (depth > Limits.DEPTH_MAX) {
            throw refused("The record nests deeper than %d levels".formatted(Limits.DEPTH_MAX));
        }
        if (!node.isObject()) {
            for (int i = 0; i < node.size(); i++) {
                place.addLast(i);
                require(node.get(i), depth + 1);
                place.removeLast();
            }
            return;
        }
        if (node.size() > Limits.MEMBERS_MAX) {
            throw refused(
                    "The object has %,d members, and %,d fit"
                            .formatted(node.size(), Limits.MEMBERS_MAX));
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            place.addLast(member.getKey());
            requireText(member.getKey());
            require(member.getValue(), depth + 1);
            place.removeLast();
        }
    }

    private void requireText(String text) {
        bytes += text.length();
        if (bytes <= Limits.RECORD_BYTES_MAX && Surrogates.firstLone(text) >= 0) {
            throw refused("The text has half a character, a lone surrogate");
        }
    }

    private void requireNumber(JsonNode node) {
        if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            throw refused("The number is too large: write it as a text");
        }
        if (node.isBigInteger()) {
            bytes += node.bigIntegerValue().bitLength() / BITS_PER_DIGIT_MAX;
        }
    }

    private InvalidRecordException refused(String what) {
        JsonPointer pointer = JsonPointer.empty();
        for (Object step : place) {
            pointer =
                    step instanceof Integer index
                            ? pointer.appendIndex(index)
                            : pointer.appendProperty((String) step);
        }
        String shown = pointer.toString();
        if (shown.length() > POINTER_CHARS_MAX) {
            shown = shown.substring(0, POINTER_CHARS_MAX) + "…";
        }
        return new InvalidRecordException(shown.isEmpty() ? what : what + ", at " + shown, shown);
    }
}
