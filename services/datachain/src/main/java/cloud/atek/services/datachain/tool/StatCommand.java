package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.log.SegmentFile;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stat", description = "Count what is in a chain.")
final class StatCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    private final Tool tool;

    StatCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.read(folder, this::show);
    }

    private int show(ChainReader reader) throws IOException {
        long all = reader.lastSequence();
        try (var progress = new ProgressLine(tool.terminal())) {
            var leaves = new WatchedLeaves(new Frontier(), progress, all, 0);
            Genesis genesis = reader.check(false, leaves, null).genesis();
            ChainReader.Contents contents =
                    reader.contents(sequence -> progress.at("counting", sequence, all));
            progress.clear();
            tool.show(json(reader, genesis, contents), lines(reader, genesis, contents));
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(
            ChainReader reader, Genesis genesis, ChainReader.Contents contents) {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        json.put("chain", reader.id().hex()).put("trust", trust(genesis));
        json.put("retention", retention(genesis));
        ArrayNode roots = json.putArray("roots");
        genesis.roots().forEach(root -> roots.add(root.toString()));
        json.put("commits", reader.lastSequence()).put("compacted", contents.pruned());
        json.put("events", contents.events()).put("rows", contents.rows());
        json.put("tombstones", contents.removed()).put("bodyBytes", contents.bodyBytes());
        json.put("bytes", bytes(reader.files()));
        json.put("first", contents.first().toString()).put("last", contents.last().toString());
        reader.checkpoint().ifPresent(note -> json.put("checkpoint", Checkpoint.of(note).size()));
        reader.torn().ifPresent(torn -> json.set("torn", VerifyCommand.json(torn)));
        ArrayNode segments = json.putArray("segments");
        for (SegmentFile file : reader.files()) {
            segments.addObject()
                    .put("name", file.name())
                    .put("first", file.first())
                    .put("last", file.last())
                    .put("bytes", file.bytes())
                    .put("compacted", file.compacted());
        }
        return json;
    }

    private static String lines(
            ChainReader reader, Genesis genesis, ChainReader.Contents contents) {
        List<SegmentFile> files = reader.files();
        var lines = new Lines().line("chain", reader.id().hex()).line("trust", trust(genesis));
        for (KeyName root : genesis.roots()) {
            lines.line("root key", root.kind().name().toLowerCase(Locale.ROOT));
            lines.line("", root.value().hex());
        }
        lines.line("keeps", retention(genesis))
                .line(
                        "commits",
                        counted(reader.lastSequence(), contents.pruned(), "of them compacted away"))
                .line("events", contents.events())
                .line("rows", counted(contents.rows(), contents.removed(), "removed"))
                .line("bodies", contents.bodyBytes() + " bytes")
                .line("log", bytes(files) + " bytes")
                .line(
                        "segments",
                        counted(
                                files.size(),
                                files.stream().filter(SegmentFile::compacted).count(),
                                "of them compacted"))
                .line("first commit", contents.first())
                .line("last commit", contents.last())
                .line("checkpoint", reader.checkpoint().map(VerifyCommand::covers).orElse("none"));
        reader.torn().ifPresent(torn -> lines.line("torn end", VerifyCommand.text(torn)));
        return lines.toString();
    }

    private static String counted(long all, long some, String word) {
        return some == 0 ? Long.toString(all) : "%d, and %d %s".formatted(all, some, word);
    }

    private static String trust(Genesis genesis) {
        return genesis.trust().name().toLowerCase(Locale.ROOT);
    }

    private static String retention(Genesis genesis) {
        return switch (genesis.retention()) {
            case Retention.All() -> "everything";
            case Retention.Versions(int count) -> "the newest " + count + " of each row";
            case Retention.Days(int count) -> "the newest " + count + " days";
        };
    }

    private static long bytes(List<SegmentFile> files) {
        return files.stream().mapToLong(SegmentFile::bytes).sum();
    }
}
