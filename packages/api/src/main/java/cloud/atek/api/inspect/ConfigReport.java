package cloud.atek.api.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings of a host for people, without tokens.
///
/// @param file where they stand
/// @param settings one for each key
/// @param needsRestart keys whose new value waits for a restart
/// @param faults why the file as it is now is not taken; empty when it is
public record ConfigReport(
        String file, List<Setting> settings, List<String> needsRestart, List<Fault> faults) {

    public ConfigReport {
        settings = List.copyOf(settings);
        needsRestart = List.copyOf(needsRestart);
        faults = List.copyOf(faults);
    }

    /// One key.
    ///
    /// @param value what holds now
    /// @param from who says so: `default`, `file` or `command line`
    /// @param next what holds after the next start, when that is something else
    /// @param effect when a change takes effect: `at once`, `after a restart`, or `written by the
    ///   host`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Setting(
            String key, JsonNode value, String from, @Nullable JsonNode next, String effect) {}

    /// One thing that is wrong with the file.
    ///
    /// @param at a JSON pointer to it, such as `/domains/0`; empty for the file as a whole
    /// @param text what is wanted there and what came
    public record Fault(String at, String text) {}
}
