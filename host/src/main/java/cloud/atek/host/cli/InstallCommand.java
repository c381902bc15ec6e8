package cloud.atek.host.cli;

import cloud.atek.api.Activation;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "install",
        description = "Install a service from Git, or run one from a folder.",
        sortOptions = false)
final class InstallCommand implements Callable<Integer> {

    private static final String PAIR = "--config";

    @Parameters(
            paramLabel = "URL",
            description = "Git URL, a path that ends in .git, or a folder to run in place.")
    String source = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Its name and subdomain (default: made from the URL).")
    @Nullable String id;

    @Option(
            names = {"--desiredVersion", "--version"},
            paramLabel = "RANGE",
            description = "Version or range (default: the newest release).")
    @Nullable String desiredVersion;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Whose it is (default: system, for everyone).")
    @Nullable String user;

    @Option(
            names = "--activation",
            paramLabel = "WHEN",
            converter = When.class,
            description = "always or on-demand (default: as the package says).")
    @Nullable Activation activation;

    @Option(
            names = "--idle-seconds",
            paramLabel = "N",
            description = "After how long one on demand sleeps (default: 600).")
    @Nullable Integer idleSeconds;

    @Option(
            names = PAIR,
            paramLabel = "KEY=VALUE",
            description = "Setting for the service, also as --config.KEY=VALUE; many may be given.")
    Map<String, String> config = new LinkedHashMap<>();

    @Option(
            names = "--grant",
            paramLabel = "all|none",
            description = "What it may have of what it wants, without a question.")
    @Nullable String grant;

    private final AtekCommand atek;

    InstallCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        var consent = new Consent(atek, grant);
        var options =
                new InstallOptions(
                        Source.url(source),
                        id,
                        desiredVersion,
                        user,
                        config.isEmpty() ? null : config,
                        activation,
                        idleSeconds);
        JsonNode answer = install(options);
        ServiceInfo info = AtekCommand.read(answer, ServiceInfo.class);
        if (!atek.json) {
            atek.terminal().block(sentence(info));
        }
        consent.about(info.settings().id().value(), answer);
        if (atek.json) {
            atek.show(answer, () -> "");
        }
        return ExitCode.DONE;
    }

    private static final class When implements ITypeConverter<Activation> {
        @Override
        public Activation convert(String word) {
            return switch (word) {
                case "always" -> Activation.ALWAYS;
                case "on-demand" -> Activation.ON_DEMAND;
                default ->
                        throw new TypeConversionException("want always or on-demand, not " + word);
            };
        }
    }

    private JsonNode install(InstallOptions options) {
        String url = options.sourceUrl();
        var words =
                new TaskWords(
                        atek.host(),
                        "Installing " + url,
                        info -> info.settings().sourceUrl().equals(url));
        try (var _ = new Progress(atek.terminal(), words)) {
            return atek.host().call(ServicesApi.ID, "install", options);
        }
    }

    private static String sentence(ServiceInfo info) {
        String version = ServiceView.version(info);
        String reason = info.reason() == null ? "" : ": " + info.reason();
        String url = info.url() == null ? "" : "\n" + info.url();
        return Terminal.harmless(
                        "Installed %s%s, %s%s"
                                .formatted(
                                        info.settings().id(),
                                        version.isEmpty() ? "" : " " + version,
                                        info.state().word(),
                                        reason))
                + url;
    }

    /// Turns the first Atek's `--config.KEY=VALUE` and `--config.KEY VALUE` into `--config
    /// KEY=VALUE`, which picocli knows.
    static String[] withConfigPairs(String... args) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith(PAIR + ".")) {
                out.add(args[i]);
                continue;
            }
            String pair = args[i].substring(PAIR.length() + 1);
            out.add(PAIR);
            out.add(pair.contains("=") || i + 1 == args.length ? pair : pair + "=" + args[++i]);
        }
        return out.toArray(String[]::new);
    }
}
