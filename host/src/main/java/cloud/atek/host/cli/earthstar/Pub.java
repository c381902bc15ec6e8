package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.EarthstarApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import cloud.atek.host.cli.adb.Session;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The pub of the running host, called as the host.
record Pub(Session session) {

    JsonNode call(String method, Object... params) {
        return session.host().get().call(EarthstarApi.ID, method, params);
    }

    /// Where a person is asked, if there is one.
    Terminal terminal() {
        return session.terminal();
    }

    /// A call that makes something in a format, the usual one for null.
    JsonNode make(String method, String name, @Nullable String format) {
        return format == null ? call(method, name) : call(method, name, format);
    }

    /// Prints an answer: as it came, or as lines.
    void show(JsonNode answer, Supplier<String> lines) {
        session.show(answer, lines);
    }

    /// The address of the workspace that `named` is the address or the name of.
    String workspace(String named) {
        if (named.startsWith("+")) {
            return named;
        }
        return only(
                "workspace",
                named,
                "workspaces",
                call("workspaceList").path("workspaces"),
                "workspace");
    }

    /// The address of the author that `named` is the address or the name of; the only one that
    /// there is for null.
    String author(@Nullable String named, String workspace) {
        if (named != null && named.startsWith("@")) {
            return named;
        }
        String own = call("workspaceGet", workspace).path("format").asText();
        // The authors of es.4 write in es.5 too.
        String format = own.equals("es.5") ? "es.4" : own;
        JsonNode keypairs = call("keypairList").path("keypairs");
        List<JsonNode> fitting =
                StreamSupport.stream(keypairs.spliterator(), false)
                        .filter(each -> each.path("format").asText().equals(format))
                        .toList();
        if (named == null && fitting.size() == 1) {
            return fitting.getFirst().path("author").asText();
        }
        if (named == null) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    fitting.isEmpty()
                            ? "There is no author yet: make one with `atek earthstar keygen NAME`."
                            : "Who writes? Say it by --as: `atek earthstar ls` lists the authors.");
        }
        return only("author", named, "authors", keypairs, "author");
    }

    /// The address of an author who reads: his name will do while only one of those who have
    /// written in the workspace, and of those here, is called so.
    String reader(String named, String workspace) {
        if (named.startsWith("@")) {
            return named;
        }
        var all = new LinkedHashSet<String>();
        call("authorList", workspace).path("authors").forEach(each -> all.add(each.asText()));
        call("keypairList").path("keypairs").forEach(each -> all.add(each.path("author").asText()));
        return only("author", named, "authors", all.stream());
    }

    /// What stands in standard input, at most so many bytes.
    static String input(int bytesMax) {
        try {
            return new String(System.in.readNBytes(bytesMax), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, "Standard input cannot be read.", e);
        }
    }

    private static String only(
            String what, String named, String plural, JsonNode all, String field) {
        return only(
                what,
                named,
                plural,
                StreamSupport.stream(all.spliterator(), false)
                        .map(each -> each.path(field).asText()));
    }

    private static String only(String what, String named, String plural, Stream<String> all) {
        List<String> found = all.filter(address -> name(address).equals(named)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String sentence =
                found.isEmpty()
                        ? "There is no %s \"%s\" here: `atek earthstar ls` lists the %s."
                        : "More than one %s is called \"%s\": give an address, `atek earthstar ls` lists the %s.";
        throw new CommandFailedException(sentence.formatted(what, named, plural));
    }

    /// The name in an address.
    static String name(String address) {
        int dot = address.indexOf('.');
        return dot < 1 ? address : address.substring(1, dot);
    }
}
