package cloud.atek.host.cli.adb;

import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;

/// How records look on a terminal.
final class Records {

    private Records() {}

    /// @param empty what is said when there is none
    static String table(JsonNode records, String empty) {
        if (records.isEmpty()) {
            return empty;
        }
        var table = new Table("PATH", "SEQ", "VALUE");
        for (JsonNode one : records) {
            table.row(
                    one.path("path").asText(),
                    one.path("seq").asText(),
                    one.path("value").toString());
        }
        return table.toString();
    }

    /// A page, and how to go on.
    static String page(JsonNode page) {
        var text = new StringBuilder(table(page.path("records"), "No record."));
        if (page.has("count")) {
            text.append("\n\n").append(page.path("count").asLong()).append(" in all.");
        }
        return text.append(next(page)).toString();
    }

    /// How to go on behind a page; empty behind the last.
    static String next(JsonNode page) {
        return page.has("next") ? "\n\nThere is more: --after " + page.path("next").asText() : "";
    }
}
