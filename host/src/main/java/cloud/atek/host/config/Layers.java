package cloud.atek.host.config;

import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.api.inspect.ConfigReport.Setting;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/// Where the values of settings come from.
///
/// @param said in the file
/// @param over on the command line
/// @param now what holds, complete
record Layers(ObjectNode said, ObjectNode over, ObjectNode now) {

    ConfigReport report(Path file, List<Fault> faults) {
        List<Setting> settings =
                ConfigKey.ALL.stream().filter(key -> !key.secret()).map(this::setting).toList();
        return new ConfigReport(
                file.toString(),
                settings,
                settings.stream()
                        .filter(setting -> setting.next() != null)
                        .map(Setting::key)
                        .toList(),
                faults.stream()
                        .map(fault -> new ConfigReport.Fault(fault.at(), fault.text()))
                        .toList());
    }

    private Setting setting(ConfigKey key) {
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
