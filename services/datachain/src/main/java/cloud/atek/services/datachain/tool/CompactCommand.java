package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Compacted;
import cloud.atek.datachain.Retention;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compact",
        description = "Remove what is outdated, as far as the chain's history allows.")
final class CompactCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Folder of the private keys (default: keys beside chains).")
    @Nullable Path keys;

    private final Tool tool;

    CompactCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(() -> tool.write(folder, keys, this::compact));
    }

    private int compact(Chain chain) throws IOException {
        Compacted done = chain.compact();
        tool.show(
                MessageCodec.JSON
                        .createObjectNode()
                        .put("chain", chain.id().hex())
                        .put("bytesBefore", done.bytesBefore())
                        .put("bytesAfter", done.bytesAfter())
                        .put("events", done.events())
                        .put("commits", done.commits())
                        .put("segments", done.segments()),
                new Lines()
                        .line("before", "%,d bytes".formatted(done.bytesBefore()))
                        .line("after", "%,d bytes".formatted(done.bytesAfter()))
                        .line("removed", "%,d events".formatted(done.events()))
                        .text(history(chain.genesis().retention()))
                        .toString());
        return ExitCode.DONE;
    }

    private static String history(Retention retention) {
        return switch (retention) {
            case Retention.All() ->
                    "The chain keeps its whole history: only removals that are long over go.";
            case Retention.Versions(int count) ->
                    "The chain keeps the newest %d versions of every row.".formatted(count);
            case Retention.Days(int count) ->
                    "The chain keeps every row's versions of the newest %d days.".formatted(count);
        };
    }
}
