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
import java.util.Optional;
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

    @Option(names = "--only", description = "Of these APIs nothing else: what it had of them ends.")
    boolean only;

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
        Optional<String> misfit = misfit();
        if (misfit.isPresent()) {
            throw new CommandFailedException(ExitCode.USAGE, misfit.get());
        }
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
        ServiceRights before = RevokeCommand.rights(atek, id);
        var options = new GrantOptions(expires);
        JsonNode answer = atek.host().call(PermissionsApi.ID, "grant", id, wanted, options);
        List<Grant> given = List.of(AtekCommand.read(answer, Grant[].class));
        List<Grant> older = older(before, given);
        if (only) {
            older.forEach(old -> atek.host().call(PermissionsApi.ID, "revoke", id, old.key()));
        }
        atek.show(
                answer,
                () -> sentences(id, given) + (only ? "" : beside(older)) + limited(before, given));
        return ExitCode.DONE;
    }

    /// Options that say nothing with the others: what is overlooked is not granted as it was meant.
    private Optional<String> misfit() {
        boolean part =
                only
                        || !methods.isEmpty()
                        || prefix != null
                        || database != null
                        || provider != null;
        boolean api = what.stream().anyMatch(word -> !HOST.matcher(word).matches());
        boolean more = part || write || all || fullNetwork || !what.isEmpty() || folder != null;
        boolean limits = memory != null || cpu != null || storage != null;
        return request != null && (more || limits)
                ? Optional.of("With --request want --choice, --deny and --for alone.")
                : request == null && (deny || choice != null)
                        ? Optional.of("--choice and --deny want the --request that they answer.")
                        : part && !api
                                ? Optional.of(
                                        "--methods, --prefix, --database, --provider and --only"
                                                + " want an API, such as atek.cloud/adb-api.")
                                : write && folder == null
                                        ? Optional.of("--write wants a --folder.")
                                        : Optional.empty();
    }

    /// What it had of the same APIs, and still has.
    private static List<Grant> older(ServiceRights before, List<Grant> given) {
        return before.grants().stream()
                .filter(old -> given.stream().anyMatch(one -> ofOneApi(old.what(), one.what())))
                .filter(old -> given.stream().noneMatch(one -> one.what().equals(old.what())))
                .toList();
    }

    private static boolean ofOneApi(What old, What given) {
        return old instanceof What.ApiGrant before
                && given instanceof What.ApiGrant now
                && before.api().equals(now.api());
    }

    private String beside(List<Grant> older) {
        return older.isEmpty()
                ? ""
                : "\nBeside what it was granted before (--only ends that):\n" + listed(older);
    }

    private String limited(ServiceRights before, List<Grant> given) {
        boolean api = given.stream().anyMatch(one -> one.what() instanceof What.ApiGrant);
        return before.limited() || !api
                ? ""
                : "\nUntil now it might use everything; from now on only what it was granted.";
    }

    private void decide(String asked, @Nullable String expires) {
        var decision = new Decision(!deny, choice, expires);
        JsonNode answer = atek.host().call(PermissionsApi.ID, "decide", asked, decision);
        atek.show(
                answer,
                () ->
                        deny
                                ? Terminal.harmless(id) + " was told no."
                                : sentences(id, List.of(AtekCommand.read(answer, Grant.class))));
    }

    /// What a service may do from now on.
    static String sentences(String id, List<Grant> grants) {
        return Terminal.harmless(id) + " may now:\n" + listed(grants);
    }

    private static String listed(List<Grant> grants) {
        return grants.stream().map(RightsView::sentence).collect(Collectors.joining("\n"));
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
        if (!word.contains("/")) {
            throw new IllegalArgumentException(
                    "\"%s\" is neither an API, such as atek.cloud/adb-api, nor a host with its port, such as %s:443"
                            .formatted(word, word));
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
        return RevokeCommand.rights(atek, id).wants().stream()
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
