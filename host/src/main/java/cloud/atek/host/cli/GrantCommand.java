package cloud.atek.host.cli;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.permissions.Access;
import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.PermissionsApi.Decision;
import cloud.atek.api.permissions.PermissionsApi.GrantOptions;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.api.permissions.What;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "grant", description = "Allow a service something.", sortOptions = false)
final class GrantCommand implements Callable<Integer> {

    private static final Pattern HOST = Pattern.compile("(\\[[^]]+]|[^:/]+):([0-9]{1,5})");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([mhd])");

    @Parameters(index = "0", paramLabel = "ID", description = "The service.")
    String id = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "WHAT",
            description = "APIs such as atek.cloud/adb-api, hosts such as a.example:443.")
    List<String> what = new ArrayList<>();

    @Option(names = "--all", description = "All that it says it needs.")
    boolean all;

    @Option(
            names = "--methods",
            paramLabel = "A,B",
            split = ",",
            description = "Of the APIs only these methods.")
    List<String> methods = new ArrayList<>();

    @Option(
            names = "--prefix",
            paramLabel = "PATH",
            description = "Of databases only the records at this path and below.")
    @Nullable String prefix;

    @Option(
            names = "--database",
            paramLabel = "DBID",
            description = "Only this database; it may be another service's.")
    @Nullable String database;

    @Option(
            names = "--provider",
            paramLabel = "ID",
            description = "Of the APIs only as this service answers them.")
    @Nullable String provider;

    @Option(names = "--folder", paramLabel = "NAME", description = "A folder, to read.")
    @Nullable String folder;

    @Option(names = "--write", description = "And to change what is in it.")
    boolean write;

    @Option(
            names = "--full-network",
            description = "THE WHOLE NETWORK: it can send all that it knows anywhere.")
    boolean fullNetwork;

    @Option(names = "--memory", paramLabel = "MIB", description = "As much memory.")
    @Nullable Integer memory;

    @Option(names = "--cpu", paramLabel = "PERCENT", description = "As much of one core.")
    @Nullable Integer cpu;

    @Option(names = "--storage", paramLabel = "MIB", description = "As much disk.")
    @Nullable Integer storage;

    @Option(names = "--for", paramLabel = "TIME", description = "So long: 30m, 12h or 7d.")
    @Nullable String time;

    @Option(
            names = "--request",
            paramLabel = "REQUEST",
            description = "What it asks; see atek permissions ID.")
    @Nullable String request;

    @Option(names = "--choice", paramLabel = "KEY", description = "What you pick for that.")
    @Nullable String choice;

    @Option(names = "--deny", description = "Say no to that.")
    boolean deny;

    private final AtekCommand atek;

    GrantCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        String expires = expires();
        if (request != null) {
            decide(request, expires);
            return ExitCode.DONE;
        }
        List<What> wanted = wanted();
        if (wanted.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "Want something to allow, such as an API, a host or --all; "
                            + "`atek permissions %s` shows what it wants.".formatted(id));
        }
        var options = new GrantOptions(expires);
        JsonNode answer = atek.host().call(PermissionsApi.ID, "grant", id, wanted, options);
        atek.done(answer, sentences(id, List.of(AtekCommand.read(answer, Grant[].class))));
        return ExitCode.DONE;
    }

    private void decide(String asked, @Nullable String expires) {
        var decision = new Decision(!deny, choice, expires);
        JsonNode answer = atek.host().call(PermissionsApi.ID, "decide", asked, decision);
        atek.done(
                answer,
                deny
                        ? "%s was told no.".formatted(id)
                        : sentences(id, List.of(AtekCommand.read(answer, Grant.class))));
    }

    /// What a service may do from now on.
    static String sentences(String id, List<Grant> grants) {
        return Terminal.harmless(id)
                + " may now:\n"
                + grants.stream()
                        .map(grant -> "  - " + Terminal.harmless(grant.sentence()))
                        .collect(Collectors.joining("\n"));
    }

    private List<What> wanted() {
        var wanted = new ArrayList<What>();
        try {
            what.forEach(word -> wanted.add(read(word)));
            if (folder != null) {
                wanted.add(new What.FolderGrant(folder, write ? Access.WRITE : Access.READ));
            }
            if (fullNetwork) {
                wanted.add(new What.FullNetwork());
            }
            if (memory != null || cpu != null || storage != null) {
                wanted.add(new What.Limits(memory, cpu, storage));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "This cannot be granted: " + e.getMessage());
        }
        if (all) {
            wanted.addAll(missing());
        }
        return wanted;
    }

    private What read(String word) {
        Matcher host = HOST.matcher(word);
        if (host.matches()) {
            return new What.NetworkGrant(host.group(1), Integer.valueOf(host.group(2)));
        }
        return new What.ApiGrant(
                new ApiId(word),
                methods.isEmpty() ? null : methods,
                prefix == null ? null : KeyPath.parse(prefix),
                provider == null ? null : key(provider),
                database);
    }

    private ServiceKey key(String service) {
        JsonNode answer = atek.host().call(ServicesApi.ID, "get", service);
        return AtekCommand.read(answer, ServiceInfo.class).key();
    }

    private List<What> missing() {
        JsonNode answer = atek.host().call(PermissionsApi.ID, "list", id);
        return AtekCommand.read(answer, ServiceRights[].class)[0].wants().stream()
                .filter(want -> !want.granted())
                .map(Wanted::what)
                .toList();
    }

    private @Nullable String expires() {
        if (time == null) {
            return null;
        }
        Matcher found = TIME.matcher(time);
        if (!found.matches()) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Want --for as minutes, hours or days: 30m, 12h, 7d.");
        }
        ChronoUnit unit =
                switch (found.group(2)) {
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Instant.now()
                .truncatedTo(ChronoUnit.SECONDS)
                .plus(Long.parseLong(found.group(1)), unit)
                .toString();
    }
}
