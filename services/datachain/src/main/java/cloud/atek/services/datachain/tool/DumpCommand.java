package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.log.DamagedLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dump",
        description = {
            "Print commits and what they did; --json: one a line. Of a damaged chain, what is",
            "before the damage."
        })
final class DumpCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    @Option(names = "--from", paramLabel = "N", description = "Begin with the commit N.")
    long from = 1;

    @Option(names = "--limit", paramLabel = "N", description = "Print at most N commits or rows.")
    long limit = Long.MAX_VALUE;

    @Option(names = "--rows", description = "Print the rows that are there now, as a tree.")
    boolean rows;

    private final Tool tool;

    DumpCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(() -> {
            ChainReader reader;
            try {
                reader = tool.open(folder);
            } catch (DamagedLogException e) {
                try (ChainReader before = tool.before(e, folder)) {
                    show(before);
                }
                throw e;
            }
            try (reader) {
                return show(reader);
            }
        });
    }

    private int show(ChainReader reader) throws IOException {
        return rows ? showRows(reader) : showCommits(reader);
    }

    private int showCommits(ChainReader reader) throws IOException {
        try (CommitCursor commits = reader.read(Math.max(1, from))) {
            long left = limit;
            for (var next = commits.next(); next.isPresent() && left > 0; left--) {
                tool.terminal()
                        .block(
                                tool.wantsJson()
                                        ? CommitText.json(next.get()).toString()
                                        : CommitText.lines(next.get()).stripTrailing());
                next = commits.next();
            }
        }
        return ExitCode.DONE;
    }

    private int showRows(ChainReader reader) throws IOException {
        var tree = new RowTree();
        long all = reader.lastSequence();
        try (CommitCursor commits = reader.read(1);
                var progress = new ProgressLine(tool.terminal())) {
            for (var next = commits.next(); next.isPresent(); next = commits.next()) {
                tree.apply(next.get().commit());
                progress.at("reading", next.get().commit().sequence(), all);
            }
        }
        var left = new long[] {limit};
        tree.visit((row, depth) -> {
            if (left[0]-- > 0) {
                tool.terminal()
                        .block(tool.wantsJson() ? row.json(depth).toString() : row.text(depth));
                return true;
            }
            return false;
        });
        return ExitCode.DONE;
    }
}
