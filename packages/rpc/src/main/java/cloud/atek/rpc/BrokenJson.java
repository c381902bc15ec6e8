package cloud.atek.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/// Says what is wrong with JSON, and where, in words that name nothing of the implementation.
final class BrokenJson {

    /// Of a place that is shown: it may nest deep and have long names.
    private static final int POINTER_CHARS_MAX = 200;

    private BrokenJson() {}

    /// @param at the parser that stumbled: the place is a JSON pointer
    static MalformedMessageException at(JsonParser at, IOException e) {
        String place = cut(at.getParsingContext().pathAsPointer().toString());
        String where = place.isEmpty() ? "" : " at " + place;
        return new MalformedMessageException(
                RpcError.Code.PARSE_ERROR, "not JSON" + where + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        String told = String.valueOf(e.getMessage());
        if (told.startsWith("Duplicate field")) {
            return "this member stands twice";
        }
        if (told.startsWith("Trailing token")) {
            return "want nothing behind the first value";
        }
        if (!(e instanceof StreamConstraintsException)) {
            return "want well-formed JSON in UTF-8";
        }
        if (told.contains("nesting depth")) {
            return "it nests deeper than " + MessageCodec.DEPTH_MAX + " levels";
        }
        if (told.contains("Token count")) {
            return "it has more than " + MessageCodec.CALL_TOKENS_MAX + " values and names";
        }
        return told.contains("Number value")
                ? "a number has more than " + MessageCodec.NUMBER_DIGITS_MAX + " digits"
                : "a name or a text is too long";
    }

    private static String cut(String pointer) {
        return pointer.length() > POINTER_CHARS_MAX
                ? pointer.substring(0, POINTER_CHARS_MAX) + "…"
                : pointer;
    }
}
