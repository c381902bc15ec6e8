package cloud.atek.host.apidoc;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Java types as what they are in JSON.
///
/// @param types all declared ones by name
/// @param taken headings of the page that stand before those of the types
record Shapes(Map<String, Declared> types, Set<String> taken) {

    private static final Map<String, String> PLAIN =
            Map.ofEntries(
                    Map.entry("String", "string"),
                    Map.entry("boolean", "boolean"),
                    Map.entry("Boolean", "boolean"),
                    Map.entry("int", "integer"),
                    Map.entry("Integer", "integer"),
                    Map.entry("long", "integer"),
                    Map.entry("Long", "integer"),
                    Map.entry("double", "number"),
                    Map.entry("Instant", "string"),
                    Map.entry("JsonNode", "any JSON"),
                    Map.entry("ObjectNode", "object"),
                    Map.entry("void", "null"));

    private static final Pattern NAME = Pattern.compile("[A-Z]\\w*(?:\\.[A-Z]\\w*)*");

    /// As one reads it: `string[]`, or a link to the record.
    String shown(String type) {
        String inner = inner(type);
        if (type.startsWith("List<")) {
            return shown(inner) + "[]";
        }
        if (type.startsWith("Live<")) {
            return "a stream of " + shown(inner);
        }
        if (type.startsWith("Map<")) {
            return "object of " + shown(inner.substring(inner.indexOf(',') + 1).strip());
        }
        if (PLAIN.containsKey(type)) {
            return PLAIN.get(type);
        }
        return types.containsKey(type) ? "[%s](#%s)".formatted(type, place(type)) : type;
    }

    /// An example of it, with what it must have.
    String example(String type, int depth) {
        String inner = inner(type);
        if (type.startsWith("List<")) {
            return "[" + example(inner, depth + 1) + "]";
        }
        if (type.startsWith("Map<")) {
            return "{}";
        }
        return switch (PLAIN.getOrDefault(type, "")) {
            case "string" -> "\"…\"";
            case "boolean" -> "true";
            case "integer", "number" -> "1";
            case "object", "any JSON" -> "{}";
            default -> declared(types.get(type), depth);
        };
    }

    private String declared(Declared type, int depth) {
        if (type == null || depth > 3) {
            return "{}";
        }
        if (type.kind() == Declared.Kind.ENUM) {
            return "\"" + type.members().getFirst().name() + "\"";
        }
        return switch (type.json()) {
            case VALUE -> "\"…\"";
            case OPTIONAL_MEMBERS -> "{}";
            case BY_WORDS -> type.name().equals("Filter") ? "{}" : byWords(type.name());
            case MEMBERS ->
                    type.members().stream()
                            .filter(member -> !member.optional())
                            .map(member ->
                                    "\"%s\":%s"
                                            .formatted(
                                                    member.name(),
                                                    example(member.type(), depth + 1)))
                            .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static String byWords(String name) {
        return switch (name) {
            case "KeyPath" -> "\"/notes/1\"";
            case "Moment" -> "7";
            case "RetentionConfig" -> "\"all\"";
            case "Pointer" -> "\"/title\"";
            default -> "[]";
        };
    }

    /// All that these types speak of, in the order in which one meets it.
    List<Declared> reached(List<String> from) {
        Set<String> seen = new LinkedHashSet<>();
        var next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            Matcher name = NAME.matcher(next.remove());
            while (name.find()) {
                Declared type = types.get(name.group());
                if (type != null && seen.add(type.name())) {
                    type.members().forEach(member -> next.add(member.type()));
                }
            }
        }
        return seen.stream().map(types::get).toList();
    }

    /// Where a type stands on the page; of two equal headings the second gets a number.
    String place(String type) {
        String anchor = anchor(type);
        return taken.contains(anchor) ? anchor + "-1" : anchor;
    }

    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    private static String inner(String type) {
        return type.endsWith(">") ? type.substring(type.indexOf('<') + 1, type.length() - 1) : "";
    }
}
