package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.ChainReader;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rotate", description = "Close the newest segment: the next commit begins one.")
final class RotateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "Folder of the chain.")
    Path folder = Path.of("");

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Folder of the private keys (default: keys beside chains).")
    @Nullable Path keys;

    private final Tool tool;

    RotateCommand(Tool tool) {
        this.tool = tool;
    }

    @Override
    public Integer call() {
        return tool.run(this::rotate);
    }

    private int rotate() throws IOException {
        VerifyKey id =
                tool.write(
                        folder,
                        keys,
                        chain -> {
                            chain.rotate();
                            return chain.id();
                        });
        int segments;
        try (ChainReader reader = tool.open(folder)) {
            segments = reader.files().size();
        }
        tool.show(
                MessageCodec.JSON
                        .createObjectNode()
                        .put("chain", id.hex())
                        .put("segments", segments),
                "The chain has %d segments; the newest is empty.".formatted(segments));
        return ExitCode.DONE;
    }
}
