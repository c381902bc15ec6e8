package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.DocumentDraft;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = "Write a document; an empty content deletes it.",
        sortOptions = false)
final class SetCommand implements Callable<Integer> {

    /// A content has at most 4 000 000 bytes.
    private static final int INPUT_BYTES_MAX = 4_000_001;

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /wiki/Flowers.")
    String path = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "The content; standard input when it is left out or -.")
    @Nullable String text;

    @Option(names = "--as", paramLabel = "AUTHOR", description = "Who writes, when there are more.")
    @Nullable String author;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "It is over after so long; the path needs an !.")
    @Nullable Long seconds;

    @Option(
            names = "--sealed-for",
            paramLabel = "AUTHOR",
            split = ",",
            description = "Only they can read it, and who writes it; with commas between.")
    @Nullable List<String> readers;

    @Option(names = "--sealed", description = "Only who has the shared key can read it.")
    boolean sealed;

    private final Pub pub;

    SetCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        Long end =
                seconds == null
                        ? null
                        : ChronoUnit.MICROS.between(
                                Instant.EPOCH, Instant.now().plusSeconds(seconds));
        var draft =
                new DocumentDraft(
                        pub.author(author, address),
                        path,
                        content(),
                        null,
                        end,
                        readers == null ? null : readers(address),
                        sealed ? true : null);
        JsonNode written = pub.call("documentSet", address, draft);
        pub.show(written, () -> "Wrote %s as %s.".formatted(path, Pub.name(draft.author())));
        return ExitCode.DONE;
    }

    private String content() {
        if (text != null && !text.equals("-")) {
            return text;
        }
        return Pub.input(INPUT_BYTES_MAX);
    }

    private List<String> readers(String address) {
        return Objects.requireNonNull(readers).stream()
                .map(named -> pub.reader(named, address))
                .toList();
    }
}
