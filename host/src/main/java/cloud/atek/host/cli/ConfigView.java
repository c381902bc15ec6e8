package cloud.atek.host.cli;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.cli.Table;
import cloud.atek.cli.Terminal;
import cloud.atek.host.config.BadConfigException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// How settings look on a terminal.
final class ConfigView {

    private ConfigView() {}

    static String table(ConfigReport report) {
        var table = new Table("SETTING", "VALUE", "FROM", "A CHANGE HOLDS");
        for (ConfigReport.Setting setting : report.settings()) {
            table.row(setting.key(), text(setting.value()), setting.from(), setting.effect());
        }
        var notes = new StringBuilder("\n\n" + Terminal.harmless(report.file()));
        for (ConfigReport.Setting setting : report.settings()) {
            if (setting.next() != null) {
                notes.append(
                        "\nAfter a restart: %s = %s"
                                .formatted(setting.key(), Terminal.harmless(text(setting.next()))));
            }
        }
        if (!report.faults().isEmpty()) {
            notes.append("\n\nThe file as it is now is not taken; what held before still holds:");
            report.faults()
                    .forEach(fault -> notes.append("\n  ").append(Terminal.harmless(line(fault))));
        }
        return table + notes.toString();
    }

    private static String line(ConfigReport.Fault fault) {
        return fault.at().isEmpty() ? fault.text() : fault.at() + ": " + fault.text();
    }

    /// A text as it is, so that scripts can use it; all else as JSON.
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    static String sentence(ConfigChange change) {
        if (change.changed().isEmpty()) {
            return "Nothing changed: it was so already.";
        }
        return "Changed %s%s."
                .formatted(
                        String.join(", ", change.changed()),
                        change.needsRestart().isEmpty() ? "" : "; it holds after a restart");
    }

    static String good(Path file, List<String> notes) {
        return file
                + " is good."
                + notes.stream()
                        .map(note -> "\n  From the first Atek: " + Terminal.harmless(note))
                        .collect(Collectors.joining());
    }

    static String bad(BadConfigException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(Terminal::harmless)
                .collect(Collectors.joining("\n"));
    }
}
