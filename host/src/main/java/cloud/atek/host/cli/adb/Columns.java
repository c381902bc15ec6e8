package cloud.atek.host.cli.adb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/// How what indexes and views are made of looks in a table.
final class Columns {

    private Columns() {}

    /// @param names of a path
    static String path(JsonNode names) {
        return "/" + joined(names, "/");
    }

    /// @param texts an array
    static String joined(JsonNode texts, String between) {
        var all = new ArrayList<String>();
        texts.forEach(one -> all.add(one.asText()));
        return String.join(between, all);
    }

    /// @param info of an index or a view
    static String ready(JsonNode info) {
        return info.path("ready").asBoolean()
                ? "yes"
                : "%d %%".formatted((int) (100 * info.path("progress").asDouble()));
    }
}
