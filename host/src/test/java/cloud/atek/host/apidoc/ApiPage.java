package cloud.atek.host.apidoc;

import cloud.atek.host.hostapi.ApiTable;
import cloud.atek.host.hostapi.Audited;
import cloud.atek.host.hostapi.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of one API.
final class ApiPage {

    private static final Pattern LINK =
            Pattern.compile("\\[((?:[\\w.]+)?(?:#\\w+)?)(?:\\([^)]*\\))?\\](?![\\[(])");

    private final Shapes shapes;
    private final Declared api;
    private final ApiTable table;
    private final StringBuilder out = new StringBuilder();
    private final List<Declared> parts = new ArrayList<>();
    private List<Declared> records = List.of();

    /// @param table what the host says of its own API; null for the API of a service
    ApiPage(Map<String, Declared> types, Declared api, ApiTable table) {
        this.api = api;
        this.table = table;
        parts.add(api);
        api.parents().forEach(parent -> parts.add(types.get(parent)));
        this.shapes =
                new Shapes(
                        types,
                        methods().stream()
                                .map(method -> Shapes.anchor(method.name()))
                                .collect(Collectors.toSet()));
    }

    String id() {
        return api.apiIds().get("ID");
    }

    String fileName() {
        return id().substring(id().indexOf('/') + 1) + ".md";
    }

    String summary() {
        return linked(api.doc().firstSentence());
    }

    List<Declared.Method> methods() {
        return parts.stream().flatMap(part -> part.methods().stream()).toList();
    }

    String text() {
        records =
                shapes.reached(
                        methods().stream()
                                .flatMap(method ->
                                        Stream.concat(
                                                method.params().stream().map(Declared.Member::type),
                                                Stream.of(method.result())))
                                .toList());
        line("# " + id());
        line("");
        paragraphs(api.doc().text());
        line(
                "Transport `rpc`: JSON-RPC 2.0 by POST, params by position. Answered by %s. How to call, who is calling, and what errors mean: [README](README.md)."
                        .formatted(
                                table == null
                                        ? "a service, `%s`".formatted(service())
                                        : "the host"));
        line("");
        example();
        overview();
        parts.forEach(this::part);
        if (!records.isEmpty()) {
            line("## Shapes");
            line("");
            line("`?` marks what may be absent. What is not named here is ignored.");
            line("");
            records.forEach(this::record);
        }
        return out.toString().strip() + "\n";
    }

    private void part(Declared part) {
        if (!part.equals(api)) {
            line("## " + title(part));
            line("");
            paragraphs(part.doc().text());
        } else {
            line(parts.size() > 1 ? "## " + heading() : "## Methods");
            line("");
        }
        part.methods().forEach(this::method);
    }

    private boolean ofAdb() {
        return api.name().equals("AdbApi");
    }

    private String service() {
        return ofAdb() ? "core.adb" : "core.earthstar";
    }

    private String heading() {
        return ofAdb() ? "Records and databases" : "Documents";
    }

    private static String title(Declared part) {
        return part.name().replace("Api", "") + " calls";
    }

    private void example() {
        Declared.Method first =
                Stream.of("list", "dbList", "whoami", "getConfig")
                        .flatMap(name ->
                                methods().stream().filter(method -> method.name().equals(name)))
                        .findFirst()
                        .orElse(methods().getFirst());
        line("```sh");
        line("curl 'http://localhost:8080/_atek/gateway?api=%s' \\".formatted(id()));
        line("  -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\");
        line("  -d '%s'".formatted(request(first)));
        line("```");
        line("");
    }

    private String request(Declared.Method method) {
        String params =
                method.params().stream()
                        .filter(param -> !param.optional())
                        .map(param -> shapes.example(param.type(), 0))
                        .collect(Collectors.joining(","));
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
                .formatted(method.name(), params);
    }

    private void overview() {
        boolean host = table != null;
        line(host ? "| method | what it does | who may call it |" : "| method | what it does |");
        line(host ? "|---|---|---|" : "|---|---|");
        for (Declared.Method method : methods()) {
            String row =
                    "| [%s](#%s) | %s |"
                            .formatted(
                                    method.name(),
                                    Shapes.anchor(method.name()),
                                    cell(method.doc().firstSentence()));
            line(host ? row + " %s |".formatted(who(method)) : row);
        }
        line("");
    }

    private String who(Declared.Method method) {
        Policy policy = table.policies().get(method.name());
        if (policy == null) {
            throw new AssertionError(id() + " has no row for " + method.name());
        }
        return switch (policy) {
            case ANYONE -> "anyone";
            case KNOWN -> "whoever is known, programs too";
            case PERSON -> "a user in person";
            case ADMIN -> "an admin in person";
        };
    }

    private void method(Declared.Method method) {
        line("### " + method.name());
        line("");
        String params =
                method.params().stream()
                        .map(param ->
                                param.name()
                                        + (param.optional() ? "?" : "")
                                        + ": "
                                        + shapes.shown(param.type()))
                        .collect(Collectors.joining(", "));
        String result = shapes.shown(method.result()) + (method.mayBeNull() ? " or null" : "");
        line("**%s**(%s) → %s".formatted(method.name(), params, result));
        line("");
        paragraphs(method.doc().text());
        method.params().stream()
                .filter(param -> !param.doc().isEmpty())
                .forEach(param -> line("- `%s`: %s".formatted(param.name(), linked(param.doc()))));
        if (method.params().stream().anyMatch(param -> !param.doc().isEmpty())) {
            line("");
        }
        if (table != null) {
            boolean written = !(table.audited().get(method.name()) instanceof Audited.Not);
            line(
                    "May be called by %s.%s"
                            .formatted(
                                    who(method),
                                    written ? " Written into the [audit](../audit.md)." : ""));
            line("");
        }
        line("```json");
        line(request(method));
        line("```");
        line("");
    }

    private void record(Declared type) {
        line("### " + type.name());
        line("");
        paragraphs(type.doc().text());
        switch (type.kind()) {
            case ENUM -> constants(type);
            case RECORD -> members(type);
            case INTERFACE -> {}
        }
    }

    private void constants(Declared type) {
        line("| value | meaning |");
        line("|---|---|");
        type.members()
                .forEach(member ->
                        line("| `\"%s\"` | %s |".formatted(member.name(), cell(member.doc()))));
        line("");
    }

    private void members(Declared type) {
        if (type.json() == Declared.Json.BY_WORDS) {
            return;
        }
        if (type.json() == Declared.Json.VALUE) {
            line("A " + shapes.shown(type.members().getFirst().type()) + ".");
            line("");
            return;
        }
        line("| member | type | meaning |");
        line("|---|---|---|");
        for (Declared.Member member : type.members()) {
            line(
                    "| `%s`%s | %s | %s |"
                            .formatted(
                                    member.name(),
                                    mayMiss(type, member) ? "?" : "",
                                    shapes.shown(member.type()),
                                    cell(member.doc())));
        }
        line("");
    }

    /// Of what is read by hand: names and what there must be one of cannot be left out.
    private static boolean mayMiss(Declared type, Declared.Member member) {
        boolean needed = member.type().equals("String") || member.doc().startsWith("1 to ");
        return member.optional()
                || (type.json() == Declared.Json.OPTIONAL_MEMBERS
                        && (!needed || type.doc().text().contains("Every member may be left out")));
    }

    private void paragraphs(String text) {
        if (!text.isEmpty()) {
            line(linked(text));
            line("");
        }
    }

    private String cell(String text) {
        return linked(text.replaceAll("\\s+", " ")).replace("|", "\\|");
    }

    /// Links of doc comments lead to the method or shape of this page, or become its name.
    private String linked(String text) {
        Matcher link = LINK.matcher(text);
        return link.replaceAll(
                found -> Matcher.quoteReplacement(target(found.group(), found.group(1))));
    }

    private String target(String whole, String name) {
        if (!name.contains("#") && !name.matches("(.*\\.)?[A-Z]\\w*[a-z]\\w*")) {
            return whole;
        }
        String type = name.replaceAll("#.*", "").replaceAll(".*\\.", "");
        String member = name.contains("#") ? name.substring(name.indexOf('#') + 1) : "";
        String id = apiId(type, member);
        if (!id.isEmpty()) {
            return "`" + id + "`";
        }
        String number = number(type, member);
        if (!number.isEmpty()) {
            return number;
        }
        if (!member.isEmpty()) {
            boolean method = methods().stream().anyMatch(one -> one.name().equals(member));
            return method
                    ? "[`%s`](#%s)".formatted(member, Shapes.anchor(member))
                    : "`" + member + "`";
        }
        boolean here = records.stream().anyMatch(one -> one.name().equals(type));
        return here ? "[%s](#%s)".formatted(type, shapes.place(type)) : "`" + type + "`";
    }

    private String apiId(String type, String constant) {
        return shapes.types().values().stream()
                .filter(one -> type.isEmpty() ? parts.contains(one) : one.name().equals(type))
                .map(one -> one.apiIds().getOrDefault(constant, ""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String number(String type, String constant) {
        return shapes.types().values().stream()
                .filter(one -> type.isEmpty() || one.name().equals(type))
                .filter(one -> one.packageName().equals(api.packageName()))
                .map(one -> one.numbers().getOrDefault(constant, ""))
                .filter(number -> !number.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
