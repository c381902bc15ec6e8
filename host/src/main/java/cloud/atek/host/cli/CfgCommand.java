package cloud.atek.host.cli;

import cloud.atek.api.Activation;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cfg",
        description = "Change the settings of a service; without options, show them.",
        sortOptions = false)
final class CfgCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String service = "";

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description =
                    "Environment variable, also as --config.KEY VALUE; an empty value removes it.")
    Map<String, String> config = new LinkedHashMap<>();

    @Option(names = "--id", paramLabel = "NEW", description = "New name and subdomain.")
    @Nullable String id;

    @Option(
            names = {"--desiredVersion", "--version"},
            paramLabel = "RANGE",
            description = "Version or range, such as 1.2.0 or ^1.2.")
    @Nullable String desiredVersion;

    @Option(
            names = "--sourceUrl",
            paramLabel = "URL",
            description = "Where its package comes from: a Git URL or a folder.")
    @Nullable String sourceUrl;

    @Option(
            names = "--activation",
            paramLabel = "WHEN",
            description = "When it runs: ${COMPLETION-CANDIDATES}.",
            converter = ActivationWord.class,
            completionCandidates = ActivationWord.class)
    @Nullable Activation activation;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            description = "When it runs on demand: how long until it sleeps.")
    @Nullable Integer idleSeconds;

    @Option(names = "--show", description = "Show the values of variables.")
    boolean show;

    private final AtekCommand atek;

    CfgCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        List<String> changed = changed();
        if (changed.isEmpty()) {
            JsonNode answer = atek.host().call(ServicesApi.ID, "get", service);
            ServiceInfo info = AtekCommand.read(answer, ServiceInfo.class);
            atek.show(answer, () -> ServiceView.details(info, show));
            return ExitCode.DONE;
        }
        JsonNode answer = atek.host().call(ServicesApi.ID, "configure", service, options());
        atek.done(answer, "Changed %s of %s.".formatted(String.join(", ", changed), service));
        return ExitCode.DONE;
    }

    private ConfigureOptions options() {
        return new ConfigureOptions(
                id,
                sourceUrl == null ? null : Source.url(sourceUrl),
                desiredVersion,
                config.isEmpty() ? null : config,
                activation,
                idleSeconds);
    }

    /// What is named on the command line.
    private List<String> changed() {
        var named = new ArrayList<String>();
        config.keySet().forEach(key -> named.add("config." + key));
        add(named, "id", id);
        add(named, "desiredVersion", desiredVersion);
        add(named, "sourceUrl", sourceUrl);
        add(named, "activation", activation);
        add(named, "idleSeconds", idleSeconds);
        return named;
    }

    private static void add(List<String> named, String name, @Nullable Object value) {
        if (value != null) {
            named.add(name);
        }
    }
}
