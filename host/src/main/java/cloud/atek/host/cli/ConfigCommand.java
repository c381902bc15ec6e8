package cloud.atek.host.cli;

import cloud.atek.api.inspect.ConfigChange;
import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.host.config.BadConfigException;
import cloud.atek.host.config.ConfigFile;
import cloud.atek.host.config.ConfigKey;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `atek config`: the settings of the host. A running host is asked and told; without one the file
/// itself is read and written.
@Command(
        name = "config",
        description = "Show, change and check the settings of Atek.",
        synopsisSubcommandLabel = "[COMMAND]")
final class ConfigCommand implements Callable<Integer> {

    private final AtekCommand atek;

    ConfigCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        return get(null);
    }

    @Command(name = "get", description = "Show all settings, or the value of one.")
    int get(
            @Parameters(paramLabel = "KEY", arity = "0..1", completionCandidates = ConfigKeys.class)
                    @Nullable String key) {
        ConfigReport report = settings().report();
        if (key == null) {
            JsonNode json = MessageCodec.JSON.valueToTree(report);
            atek.show(json, () -> ConfigView.table(report));
            return ExitCode.DONE;
        }
        JsonNode value =
                report.settings().stream()
                        .filter(setting -> setting.key().equals(known(key).name()))
                        .map(ConfigReport.Setting::value)
                        .findFirst()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        ExitCode.REFUSED, "\"" + key + "\" is never shown."));
        atek.show(value, () -> ConfigView.text(value));
        return ExitCode.DONE;
    }

    @Command(name = "set", description = "Give a setting a new value, for good.")
    int set(
            @Parameters(paramLabel = "KEY", completionCandidates = ConfigKeys.class) String key,
            @Parameters(
                            paramLabel = "VALUE",
                            arity = "1..*",
                            description = "A list is given as several words, or as JSON.")
                    List<String> values) {
        ObjectNode patch = MessageCodec.JSON.createObjectNode();
        patch.set(key, known(key).value(values));
        return change(patch);
    }

    @Command(name = "unset", description = "Take a setting out of the file: its default holds.")
    int unset(@Parameters(paramLabel = "KEY", completionCandidates = ConfigKeys.class) String key) {
        return change(MessageCodec.JSON.createObjectNode().putNull(known(key).name()));
    }

    @Command(name = "check", description = "Say whether the file, or another one, is good.")
    int check(@Parameters(paramLabel = "FILE", arity = "0..1") @Nullable Path other) {
        ConfigFile file = other == null ? file() : new ConfigFile(other);
        if (other != null && !other.toFile().isFile()) {
            throw new CommandFailedException("There is no file " + other.toAbsolutePath() + ".");
        }
        try {
            ConfigFile.Said said = file.said();
            ObjectNode json = MessageCodec.JSON.createObjectNode();
            json.put("file", file.path().toString()).putArray("faults");
            json.set("notes", MessageCodec.JSON.valueToTree(said.notes()));
            atek.show(json, () -> ConfigView.good(file.path(), said.notes()));
            return ExitCode.DONE;
        } catch (BadConfigException e) {
            ObjectNode json = MessageCodec.JSON.createObjectNode();
            json.put("file", file.path().toString());
            json.set("faults", MessageCodec.JSON.valueToTree(e.faults()));
            json.putArray("notes");
            atek.show(json, () -> ConfigView.bad(e));
            return ExitCode.FAILED;
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "%s cannot be read: %s.".formatted(file.path(), e), e);
        }
    }

    @Command(name = "path", description = "Print where the settings stand.")
    int path() {
        String path = file().path().toString();
        if (atek.json) {
            atek.terminal()
                    .block(Json.pretty(MessageCodec.JSON.createObjectNode().put("file", path)));
        } else {
            atek.terminal().line(path);
        }
        return ExitCode.DONE;
    }

    private int change(ObjectNode patch) {
        ConfigChange change = settings().change(patch);
        atek.done(MessageCodec.JSON.valueToTree(change), ConfigView.sentence(change));
        return ExitCode.DONE;
    }

    private ConfigFile file() {
        return ConfigFile.in(atek.folder().dir());
    }

    private SettingsDoor settings() {
        return SettingsDoor.of(atek);
    }

    private static ConfigKey known(String name) {
        return ConfigKey.named(name)
                .orElseThrow(() ->
                        new CommandFailedException(
                                ExitCode.USAGE,
                                "There is no setting \"%s\". Did you mean \"%s\"?"
                                        .formatted(name, ConfigKey.nearest(name))));
    }
}
