package cloud.atek.host.cli;

import cloud.atek.api.audit.AuditApi;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.api.audit.AuditReport;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Show who did what on this host, oldest first.",
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {

    /// How long to wait before looking for more.
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--user", paramLabel = "NAME", description = "Done by this user, or to him.")
    @Nullable String user;

    @Option(
            names = "--service",
            paramLabel = "ID",
            description = "Done through this service, or to it.")
    @Nullable String service;

    @Option(
            names = "--what",
            paramLabel = "TEXT",
            description = "With this text in what was done, such as install.")
    @Nullable String what;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Not before a time such as 2026-11-21T08:30:00Z, or ago: 90m, 12h, 7d.")
    @Nullable String since;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many entries, the newest (default: ${DEFAULT-VALUE}).")
    int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for more, until Ctrl-C.")
    boolean follow;

    @Option(
            names = "--verify",
            description = "Read all of the audit, and say whether it is as it was written.")
    boolean verify;

    private final AtekCommand atek;
    private final Clock clock = Clock.systemUTC();
    private final AuditLines view = new AuditLines(ZoneId.systemDefault());

    AuditCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (verify) {
            return verified();
        }
        if (lines < 1) {
            throw new CommandFailedException(ExitCode.USAGE, "-n wants a number from 1 on.");
        }
        HostClient host = atek.host();
        AuditPage page = newest(host);
        if (atek.json && !follow) {
            atek.terminal().block(Json.pretty(MessageCodec.JSON.valueToTree(page)));
        } else {
            show(page.entries().reversed());
        }
        if (page.problem() != null) {
            atek.terminal().note(page.problem());
        }
        while (follow) {
            Thread.sleep(PAUSE);
            page = following(host, page);
        }
        return ExitCode.DONE;
    }

    private AuditPage newest(HostClient host) {
        AuditQuery query = query();
        var entries = new ArrayList<AuditEntry>();
        AuditPage page;
        do {
            page = list(host, query.limit(Math.min(lines - entries.size(), AuditQuery.LIMIT_MAX)));
            entries.addAll(page.entries());
            query = query.before(page.before());
        } while (page.before() != null && entries.size() < lines);
        return new AuditPage(entries, page.before(), page.problem());
    }

    /// Shows what came since `seen`.
    private AuditPage following(HostClient host, AuditPage seen) {
        String last =
                seen.entries().isEmpty()
                        ? ""
                        : Objects.requireNonNullElse(seen.entries().getFirst().at(), "");
        var fresh = new ArrayList<AuditEntry>();
        AuditQuery query = query().limit(100);
        while (true) {
            AuditPage page = list(host, query);
            for (AuditEntry entry : page.entries()) {
                if (last.equals(entry.at())) {
                    show(fresh.reversed());
                    return fresh.isEmpty() ? seen : new AuditPage(fresh, null, null);
                }
                fresh.add(entry);
            }
            if (page.before() == null || last.isEmpty()) {
                show(fresh.reversed());
                return fresh.isEmpty() ? seen : new AuditPage(fresh, null, null);
            }
            query = query.before(page.before());
        }
    }

    private void show(List<AuditEntry> entries) {
        if (follow) {
            entries.forEach(entry ->
                    atek.terminal()
                            .line(
                                    atek.json
                                            ? MessageCodec.JSON.valueToTree(entry).toString()
                                            : view.line(entry)));
        } else {
            atek.terminal().block(view.table(entries));
        }
    }

    private int verified() {
        JsonNode answer = atek.host().call(AuditApi.ID, "verify");
        AuditReport report = AtekCommand.read(answer, AuditReport.class);
        atek.show(answer, () -> AuditLines.report(report));
        return report.sound() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static AuditPage list(HostClient host, AuditQuery query) {
        return AtekCommand.read(host.call(AuditApi.ID, "list", query), AuditPage.class);
    }

    private AuditQuery query() {
        return new AuditQuery(from(), null, user, service, what, null, null, null);
    }

    private @Nullable String from() {
        String text = since;
        if (text == null || !text.matches("\\d{1,6}[smhd]")) {
            return text;
        }
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        Duration ago =
                switch (text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(count);
                    case 'm' -> Duration.ofMinutes(count);
                    case 'h' -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        return clock.instant().minus(ago).toString();
    }
}
