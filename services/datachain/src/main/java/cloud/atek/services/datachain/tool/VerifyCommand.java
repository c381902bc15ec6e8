package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.log.CutTail;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Check every byte, hash and signature of a chain.")
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Folder of the private keys (default: keys beside chains).")
    @Nullable Path keys;

    private final Tool tool;

    VerifyCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(() -> {
            try (ChainReader reader = tool.open(folder)) {
                return check(reader);
            } catch (DamagedLogException e) {
                return damaged(e);
            }
        });
    }

    private int check(ChainReader reader) throws IOException {
        SigningKey owner = Keys.of(folder.toAbsolutePath().normalize(), keys).load(reader.id());
        ChainReader.Checked checked;
        try (var progress = new ProgressLine(tool.terminal())) {
            var leaves = new WatchedLeaves(new Frontier(), progress, reader.lastSequence(), 0);
            checked = reader.check(true, leaves, owner);
        }
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("whole", true).put("chain", reader.id().hex());
        json.put("commits", checked.sequence()).put("hash", checked.hash().hex());
        json.put("root", checked.root().hex()).put("tags", owner != null);
        reader.checkpoint().ifPresent(note -> json.put("checkpoint", note.toString()));
        reader.torn().ifPresent(torn -> json.set("torn", json(torn)));
        var lines =
                new Lines()
                        .line("chain", reader.id().hex())
                        .line("commits", checked.sequence())
                        .line("last hash", checked.hash().hex())
                        .line("root", checked.root().hex())
                        .line(
                                "checkpoint",
                                reader.checkpoint()
                                        .map(VerifyCommand::covers)
                                        .orElse("none: nothing tells whether the end is missing"));
        reader.torn().ifPresent(torn -> lines.line("torn end", text(torn)));
        long covered = reader.checkpoint().map(note -> Checkpoint.of(note).size()).orElse(0L);
        if (owner == null && covered < checked.sequence()) {
            lines.text(
                    "The commits after %d join, but no checkpoint covers them and the private key is not here: whether the chain made them was not checked. Name its folder with --keys."
                            .formatted(covered));
        }
        lines.text("The chain is whole.");
        tool.show(json, lines.toString());
        return ExitCode.DONE;
    }

    private int damaged(DamagedLogException e) {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("whole", false);
        json.putObject("damage")
                .put("segment", e.segment())
                .put("offset", e.offset())
                .put("message", e.getMessage());
        tool.show(
                json,
                new Lines()
                        .line("segment", e.segment())
                        .line("offset", e.offset())
                        .text("The chain is not whole: " + e.getMessage() + ".")
                        .toString());
        return ExitCode.FAILED;
    }

    static String covers(Note note) {
        return "signed over the first %d commits".formatted(Checkpoint.of(note).size());
    }

    static String text(CutTail torn) {
        return "%d bytes in %s at %d that nobody was told of"
                .formatted(torn.bytes(), torn.segment(), torn.offset());
    }

    static ObjectNode json(CutTail torn) {
        return MessageCodec.JSON
                .createObjectNode()
                .put("segment", torn.segment())
                .put("offset", torn.offset())
                .put("bytes", torn.bytes())
                .put("reason", torn.reason());
    }
}
