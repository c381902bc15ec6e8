package cloud.atek.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads a `config.json` of the first Atek, of 2021: what still means something is kept, the rest
/// is told in plain words.
final class FirstAtek {

    /// Its own repositories, which this Atek replaces by what comes along.
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "(?:https?://|git@)github\\.com[/:]atek-cloud/(?:hyper-daemon|adb|lonestar)(?:\\.git)?/?");

    private FirstAtek() {}

    /// @param values what is left of the file, new
    /// @param notes what was done, a sentence each; empty when nothing was
    record Kept(ObjectNode values, List<String> notes) {}

    /// @param old a file as it was read
    /// @param dir the data folder that it lies in
    static Kept keep(ObjectNode old, Path dir) {
        ObjectNode values = old.deepCopy();
        var notes = new ArrayList<String>();
        mainService(values, notes);
        coreServices(values, notes);
        defaultMainService(values, notes);
        boolean itsFolder = !notes.isEmpty() || Files.isDirectory(dir.resolve("sockets"));
        if (itsFolder && !Files.exists(dir.resolve("data/core.adb"))) {
            serverDbId(values, notes);
        }
        return new Kept(values, List.copyOf(notes));
    }

    private static void mainService(ObjectNode values, List<String> notes) {
        JsonNode main = values.remove("mainService");
        if (main != null) {
            notes.add(
                    "\"mainService\": %s is left out: each user has a main page of his own."
                            .formatted(main));
        }
    }

    private static void coreServices(ObjectNode values, List<String> notes) {
        if (!(values.get("coreServices") instanceof ArrayNode services)) {
            return;
        }
        var urls = new ArrayList<String>();
        services.forEach(service -> urls.add(service.path("sourceUrl").asText()));
        if (urls.stream().noneMatch(url -> REPOSITORY.matcher(url).matches())) {
            return;
        }
        values.remove("coreServices");
        for (String url : urls) {
            boolean replaced = REPOSITORY.matcher(url).matches();
            notes.add(
                    "\"coreServices\": %s is left out: %s"
                            .formatted(
                                    url,
                                    replaced
                                            ? "what replaces it comes along."
                                            : "install it with: atek install %s --user system"
                                                    .formatted(url)));
        }
    }

    private static void defaultMainService(ObjectNode values, List<String> notes) {
        String url = values.path("defaultMainService").asText();
        if (REPOSITORY.matcher(url).matches()) {
            values.remove("defaultMainService");
            notes.add(
                    "\"defaultMainService\": %s is left out: Lonestar comes along.".formatted(url));
        }
    }

    private static void serverDbId(ObjectNode values, List<String> notes) {
        JsonNode id = values.remove("serverDbId");
        if (id != null) {
            notes.add(
                    "\"serverDbId\": %s is left out: it names a Hyperbee of the first Atek, and users begin anew."
                            .formatted(id));
        }
    }
}
