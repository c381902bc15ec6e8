package cloud.atek.host.cli.adb;

import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;

/// How views and their entries look on a terminal.
final class ViewText {

    private ViewText() {}

    /// @param all as `viewList` tells them
    static String list(JsonNode all) {
        if (all.isEmpty()) {
            return "No view.";
        }
        var table = new Table("NAME", "PATH", "KEY", "VALUE", "READY");
        for (JsonNode one : all) {
            JsonNode view = one.path("view");
            table.row(
                    view.path("name").asText(),
                    Columns.path(view.path("path")),
                    Columns.joined(view.path("key"), " "),
                    Columns.joined(view.path("value"), " "),
                    Columns.ready(one));
        }
        return table.toString();
    }

    /// @param page as `viewGet` gives it
    static String page(JsonNode page) {
        JsonNode entries = page.path("entries");
        if (entries.isEmpty()) {
            return "No entry.";
        }
        var table = new Table("KEY", "PATH", "SEQ", "VALUE");
        for (JsonNode one : entries) {
            table.row(
                    one.path("key").toString(),
                    one.path("path").asText(),
                    one.path("seq").asText(),
                    one.has("value") ? one.path("value").toString() : "");
        }
        return table + Records.next(page);
    }
}
