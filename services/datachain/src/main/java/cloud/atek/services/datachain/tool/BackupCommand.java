package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.datachain.backup.Backup;
import cloud.atek.datachain.backup.BackupOutcome;
import cloud.atek.datachain.backup.Generation;
import cloud.atek.datachain.backup.Manifest;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Copy to a backup what it does not have yet, and check all of it.")
final class BackupCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "BACKUP",
            description = "Folder of the backup, made when it is missing; one for each chain.")
    Path backup = Path.of("");

    private final Tool tool;

    BackupCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(this::take);
    }

    private int take() throws IOException {
        var to = new Backup(tool.disk(), backup.toAbsolutePath().normalize(), tool.clock());
        BackupOutcome outcome;
        try (var progress = new ProgressLine(tool.terminal())) {
            outcome = to.take(folder.toAbsolutePath().normalize(), progress);
        }
        switch (outcome) {
            case BackupOutcome.Refused(var refusal) ->
                    throw new CommandFailedException(ExitCode.FAILED, refusal.message());
            case BackupOutcome.Taken(Manifest manifest, int copied, long bytes) -> {
                Generation run = manifest.newest();
                tool.show(json(manifest, copied, bytes), lines(manifest, run, copied, bytes));
            }
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(Manifest manifest, int copied, long bytes) {
        Generation run = manifest.newest();
        return MessageCodec.JSON
                .createObjectNode()
                .put("chain", manifest.chain().hex())
                .put("generation", run.number())
                .put("time", run.time().toString())
                .put("sequence", run.sequence())
                .put("hash", run.hash().hex())
                .put("root", run.root().hex())
                .put("files", manifest.files().size())
                .put("copied", copied)
                .put("bytes", bytes);
    }

    private static String lines(Manifest manifest, Generation run, int copied, long bytes) {
        return new Lines()
                .line("chain", manifest.chain().hex())
                .line("commits", run.sequence())
                .line("last hash", run.hash().hex())
                .line("root", run.root().hex())
                .line(
                        "copied",
                        "%d of %d files, %d bytes"
                                .formatted(copied, manifest.files().size(), bytes))
                .text("The backup %d is whole and was read back.".formatted(run.number()))
                .text("The private key of the chain is not in it: keep a copy of the keys too.")
                .toString();
    }
}
