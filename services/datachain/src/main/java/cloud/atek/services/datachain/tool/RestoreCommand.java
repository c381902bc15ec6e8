package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.datachain.backup.Point;
import cloud.atek.datachain.backup.Restore;
import cloud.atek.datachain.backup.RestoreOutcome;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Bring a chain back from a backup; what is there is kept beside it.")
final class RestoreCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BACKUP", description = "Folder of the backup.")
    Path backup = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    /// One of them.
    static final class To {
        @Option(
                names = "--to-sequence",
                paramLabel = "N",
                description = "Restore up to and with the commit N.")
        @Nullable Long sequence;

        @Option(
                names = "--to-time",
                paramLabel = "TIME",
                description = "Restore what there was then, such as 2026-11-21T08:30:00Z.")
        @Nullable String time;
    }

    @ArgGroup @Nullable To to;

    @Option(
            names = "--force",
            description = "Move aside what is newer than the backup or not its beginning.")
    boolean force;

    private final Tool tool;

    RestoreCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(this::restore);
    }

    private int restore() throws IOException {
        Path at = folder.toAbsolutePath().normalize();
        var from = new Restore(tool.disk(), backup.toAbsolutePath().normalize(), tool.clock());
        RestoreOutcome outcome;
        try (var progress = new ProgressLine(tool.terminal())) {
            outcome = from.restore(at, point(), force, progress);
        } finally {
            Owner.asAround(at);
        }
        switch (outcome) {
            case RestoreOutcome.Refused(var refusal) ->
                    throw new CommandFailedException(ExitCode.FAILED, refusal.message());
            case RestoreOutcome.Same same ->
                    tool.show(
                            MessageCodec.JSON
                                    .createObjectNode()
                                    .put("chain", same.chain().hex())
                                    .put("sequence", same.sequence())
                                    .put("changed", false),
                            "%s holds these %d commits already: nothing was done."
                                    .formatted(at, same.sequence()));
            case RestoreOutcome.Restored restored ->
                    tool.show(json(restored, at), lines(restored, at));
        }
        return ExitCode.DONE;
    }

    private Point point() {
        if (to != null && to.sequence != null) {
            return new Point.Sequence(to.sequence);
        }
        if (to != null && to.time != null) {
            try {
                return new Point.Time(Instant.parse(to.time));
            } catch (DateTimeParseException e) {
                throw new CommandFailedException(
                        ExitCode.USAGE,
                        "\"%s\" is not a time: want one such as 2026-11-21T08:30:00Z."
                                .formatted(to.time),
                        e);
            }
        }
        return Point.NEWEST;
    }

    private static ObjectNode json(RestoreOutcome.Restored restored, Path at) {
        ObjectNode json =
                MessageCodec.JSON
                        .createObjectNode()
                        .put("chain", restored.chain().hex())
                        .put("sequence", restored.sequence())
                        .put("hash", restored.hash().hex())
                        .put("changed", true)
                        .put("checkpoint", restored.checkpoint())
                        .put("key", Keys.of(at, null).find(restored.chain()).isPresent());
        if (restored.aside() != null) {
            json.put("aside", restored.aside().toString());
        }
        return json;
    }

    private static String lines(RestoreOutcome.Restored restored, Path at) {
        var lines =
                new Lines()
                        .line("chain", restored.chain().hex())
                        .line("commits", restored.sequence())
                        .line("last hash", restored.hash().hex());
        if (restored.aside() != null) {
            lines.text("What was there before is kept in " + restored.aside() + ".");
        }
        if (!restored.checkpoint()) {
            lines.text(
                    "The state is older than the checkpoint of the backup: the chain signs a new one when it is opened, and whoever has the newer one will notice.");
        }
        Keys keys = Keys.of(at, null);
        if (keys.find(restored.chain()).isEmpty()) {
            lines.text(
                    "Its private key is not in %s: without it the chain can be read, not written."
                            .formatted(keys.where()));
        }
        return lines.text("The chain is restored and was read back.").toString();
    }
}
