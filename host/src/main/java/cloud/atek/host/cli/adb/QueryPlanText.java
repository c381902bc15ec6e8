package cloud.atek.host.cli.adb;

import com.fasterxml.jackson.databind.JsonNode;

/// How a query would be answered, in words.
final class QueryPlanText {

    private QueryPlanText() {}

    static String of(JsonNode plan) {
        var text = new StringBuilder();
        if (plan.hasNonNull("index")) {
            text.append("It uses the index \"").append(plan.path("index").asText()).append('"');
            text.append(", %d of its fields pinned.".formatted(plan.path("fixed").asInt()));
        } else {
            text.append("It uses no index: all records below the path are read.");
        }
        text.append(
                plan.path("ordered").asBoolean()
                        ? "\nRecords are read in the order that is asked for."
                        : "\nRecords are sorted behind reading.");
        if (plan.path("checked").asBoolean()) {
            text.append("\nEach record that is read is looked into.");
        }
        if (plan.hasNonNull("records")) {
            text.append("\nIt reads at most %,d records.".formatted(plan.path("records").asInt()));
        }
        if (plan.hasNonNull("refusal")) {
            text.append("\nIt is refused: ").append(plan.path("refusal").asText()).append('.');
        }
        return text.toString();
    }
}
