package cloud.atek.host.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of a host for people: each key, what holds and why. Without tokens.
///
/// @param file where they stand
/// @param settings one for each key, in the order of the schema
/// @param needsRestart keys whose new value waits for a restart
/// @param faults why the file as it is now is not taken; empty when it is
public record ConfigReport(
        String file, List<Setting> settings, List<String> needsRestart, List<Fault> faults) {

    /// One key.
    ///
    /// @param value what holds now
    /// @param from who says so: `default`, `file` or `command line`
    /// @param next what holds after the next start, when that is something else
    /// @param effect when a change takes effect
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Setting(
            String key, JsonNode value, String from, @Nullable JsonNode next, String effect) {}

    /// Where values come from.
    ///
    /// @param said in the file
    /// @param over on the command line
    /// @param now what holds
    record Layers(ObjectNode said, ObjectNode over, ObjectNode now) {

        Setting setting(ConfigKey key) {
            String name = key.name();
            JsonNode wanted = said.has(name) ? said.get(name) : key.usual();
            boolean told = over.has(name);
            return new Setting(
                    name,
                    now.path(name),
                    told ? "command line" : said.has(name) ? "file" : "default",
                    told || wanted.equals(now.path(name)) ? null : wanted,
                    key.effect().words());
        }
    }

    static ConfigReport of(Path file, Layers layers, List<Fault> faults) {
        List<Setting> settings =
                ConfigKey.ALL.stream().filter(key -> !key.secret()).map(layers::setting).toList();
        return new ConfigReport(
                file.toString(),
                settings,
                settings.stream()
                        .filter(setting -> setting.next() != null)
                        .map(Setting::key)
                        .toList(),
                faults);
    }

    /// Of a file that no host uses now.
    ///
    /// @throws BadConfigException when it is bad
    public static ConfigReport of(Path file, ConfigFile.Said said) {
        ObjectNode none = said.values().objectNode();
        return of(
                file,
                new Layers(said.values(), none, ConfigKey.complete(said.values())),
                List.of());
    }
}
