package cloud.atek.api.adb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the members of a request strictly. Every error begins with its place, a JSON pointer.
final class Places {

    private static final int SHOWN_CHARS = 60;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,64}");

    private Places() {}

    static IllegalArgumentException wrong(String place, String what) {
        return new IllegalArgumentException((place.isEmpty() ? "/" : place) + ": " + what);
    }

    static String below(String place, Object member) {
        String name = shown(String.valueOf(member));
        return place + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String shown(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }

    /// As in "got an array".
    static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> json.isEmpty() ? "an empty object" : "an object";
            case NULL, MISSING -> "null";
            default -> "a " + json.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    static void requireObject(JsonNode json, String place, String what) {
        if (!json.isObject()) {
            throw wrong(place, "want " + what + ", an object, got " + kind(json));
        }
    }

    /// @param what it is, with an article
    static void requireMembers(JsonNode json, String place, String what, Set<String> known) {
        requireObject(json, place, what);
        json.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw wrong(
                                below(place, name),
                                what
                                        + " has no such member: want "
                                        + String.join(", ", known.stream().sorted().toList()));
                    }
                });
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw wrong("/name", "want 1 to 64 letters, digits, dots, dashes and underscores");
        }
    }

    static Pointer pointer(String text, String place) {
        try {
            return new Pointer(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    static @Nullable String text(JsonNode json, String member) {
        JsonNode found = json.path(member);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        if (!found.isTextual()) {
            throw wrong("/" + member, "want a string, got " + kind(found));
        }
        return found.textValue();
    }

    /// @param max how many may be there
    static @Nullable List<JsonNode> values(JsonNode json, String member, int max) {
        JsonNode found = json.path(member);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        if (!found.isArray() || found.size() > max) {
            throw wrong(
                    "/" + member,
                    "want an array of at most " + max + " values, got " + kind(found));
        }
        var values = new ArrayList<JsonNode>();
        found.forEach(values::add);
        return values;
    }

    static boolean truth(JsonNode json, String place, String member) {
        JsonNode found = json.path(member);
        if (found.isMissingNode() || found.isNull()) {
            return false;
        }
        if (!found.isBoolean()) {
            throw wrong(below(place, member), "want true or false, got " + kind(found));
        }
        return found.booleanValue();
    }

    static KeyPath path(JsonNode json) {
        JsonNode found = json.path("path");
        if (found.isMissingNode() || found.isNull()) {
            return KeyPath.ROOT;
        }
        try {
            return KeyPath.from(found);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("/path: " + e.getMessage(), e);
        }
    }

    static int limit(JsonNode json) {
        JsonNode found = json.path("limit");
        if (found.isMissingNode() || found.isNull()) {
            return Query.LIMIT_DEFAULT;
        }
        if (!found.isIntegralNumber() || !found.canConvertToInt()) {
            throw wrong("/limit", "want a whole number from 0 to " + Query.LIMIT_MAX);
        }
        return found.intValue();
    }

    /// @param max how many may be there
    static @Nullable List<Pointer> pointers(JsonNode json, String member, int max) {
        JsonNode found = json.path(member);
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        String place = "/" + member;
        if (!found.isArray() || found.isEmpty() || found.size() > max) {
            throw wrong(place, "want an array of 1 to " + max + " JSON pointers");
        }
        var pointers = new ArrayList<Pointer>();
        for (JsonNode one : found) {
            String at = below(place, pointers.size());
            if (!one.isTextual()) {
                throw wrong(at, "want a JSON pointer, a string, got " + kind(one));
            }
            pointers.add(pointer(one.textValue(), at));
        }
        return pointers;
    }
}
