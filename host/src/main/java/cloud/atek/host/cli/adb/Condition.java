package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// Reads conditions as people type them into filters as queries have them.
///
/// ```
/// or     = and { "or" and }
/// and    = one { "and" one }
/// one    = "not" one | "(" or ")" | field operator value | field "exists"
/// field  = name { "/" name } | a JSON pointer | a JSON string, one name
/// value  = JSON | a word, which is a string
/// ```
///
/// One thread owns it.
final class Condition {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPTH_MAX = 15;
    private static final Map<String, String> SIGNS =
            Map.of(
                    "=", "eq", "==", "eq", "!=", "ne", "<", "lt", "<=", "lte", ">", "gt", ">=",
                    "gte");
    private static final Set<String> OPERATORS =
            Set.of("eq", "ne", "lt", "lte", "gt", "gte", "in", "prefix", "contains", "exists");

    private final String text;
    private int at;
    private int depth;

    private Condition(String text) {
        this.text = text;
    }

    /// The filter that `text` says.
    static ObjectNode parse(String text) throws BadConditionException {
        var reader = new Condition(text);
        ObjectNode filter = reader.any("or");
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.wrong("want and, or, or the end");
        }
        return filter;
    }

    /// The JSON pointer that a field means.
    static String pointer(String field) {
        return field.isEmpty() || field.startsWith("/") ? field : "/" + field;
    }

    /// @param joint `or`, of parts joined by `and`; or `and`, of single ones
    private ObjectNode any(String joint) throws BadConditionException {
        boolean or = joint.equals("or");
        ArrayNode parts = JSON.arrayNode();
        do {
            parts.add(or ? any("and") : one());
        } while (taken(joint));
        return parts.size() == 1 ? (ObjectNode) parts.get(0) : JSON.objectNode().set(joint, parts);
    }

    private ObjectNode one() throws BadConditionException {
        if (++depth > DEPTH_MAX) {
            throw wrong("this nests too deep");
        }
        ObjectNode filter;
        if (taken("not")) {
            filter = JSON.objectNode().set("not", one());
        } else if (peek() == '(') {
            at++;
            filter = any("or");
            if (peek() != ')') {
                throw wrong("want )");
            }
            at++;
        } else {
            filter = clause();
        }
        depth--;
        return filter;
    }

    private ObjectNode clause() throws BadConditionException {
        String field = field();
        String operator = operator();
        JsonNode value = operator.equals("exists") ? JSON.booleanNode(true) : value(operator);
        return JSON.objectNode().set(field, JSON.objectNode().set(operator, value));
    }

    private String field() throws BadConditionException {
        if (peek() == '"') {
            String name = json().textValue();
            return "/" + name.replace("~", "~0").replace("/", "~1");
        }
        int begin = at;
        while (at < text.length() && " \t()=!<>\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == begin) {
            throw wrong("want a field, such as age or author/name");
        }
        return pointer(text.substring(begin, at));
    }

    private String operator() throws BadConditionException {
        skipSpace();
        int begin = at;
        boolean sign = "=!<>".indexOf(peek()) >= 0;
        while (at < text.length()
                && (sign
                        ? "=!<>".indexOf(text.charAt(at)) >= 0
                        : Character.isLetter(text.charAt(at)))) {
            at++;
        }
        String word = text.substring(begin, at);
        String operator = SIGNS.getOrDefault(word, word);
        if (!OPERATORS.contains(operator)) {
            at = begin;
            throw wrong("want an operator: eq ne lt lte gt gte in prefix contains exists");
        }
        return operator;
    }

    private JsonNode value(String operator) throws BadConditionException {
        char first = peek();
        int begin = at;
        JsonNode value;
        if (first == '"' || first == '[' || first == '{') {
            value = json();
        } else {
            while (at < text.length() && " \t()".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == begin) {
                throw wrong("want a value: a number, a word, or JSON such as \"two words\"");
            }
            value = Words.value(text.substring(begin, at));
        }
        if (operator.equals("in") && !value.isArray()) {
            at = begin;
            throw wrong("want a list such as [\"a\", \"b\"]");
        }
        if (operator.equals("prefix") && !value.isTextual()) {
            at = begin;
            throw wrong("want a text such as \"12\"");
        }
        return value;
    }

    /// The JSON that begins here.
    private JsonNode json() throws BadConditionException {
        String rest = text.substring(at);
        try (JsonParser parser = MessageCodec.JSON.getFactory().createParser(rest)) {
            parser.nextToken();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getCharOffset();
            JsonNode value = MessageCodec.JSON.readTree(rest.substring(0, end));
            at += end;
            return value;
        } catch (JsonProcessingException e) {
            at += e.getLocation() == null ? 0 : (int) Math.max(0, e.getLocation().getCharOffset());
            at = Math.min(at, text.length());
            throw wrong("this is not JSON");
        } catch (IOException e) {
            throw new IllegalStateException("a text is read without I/O", e);
        }
    }

    /// Passes over `word`, if it is next.
    private boolean taken(String word) {
        skipSpace();
        int end = at + word.length();
        boolean is =
                text.startsWith(word, at)
                        && (end == text.length() || " \t(".indexOf(text.charAt(end)) >= 0);
        at = is ? end : at;
        return is;
    }

    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private BadConditionException wrong(String what) {
        return new BadConditionException(text, at, what);
    }
}
