package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.Message;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A watch that breaks goes on where it was.
class WatchCommandTest {

    private static final String DB = "0f".repeat(32);
    private static final String CHANGE =
            """
            id: %1$d
            event: commit
            data: {"seq":%1$d,"time":"2026-01-02T03:04:05Z","changes":[{"path":"/n/%1$d","seq":%1$d,"value":{}}]}

            """;
    private static final String LIVE = "id: 4\nevent: live\ndata: {\"seq\":4}\n\n";
    private static final String END =
            "event: error\ndata: {\"code\":-32003,\"message\":\"It was purged.\"}\n\n";

    @TempDir private Path dir = Path.of("");

    @Test
    void brokenWatchGoesOnBehindWhatItHeard() throws IOException {
        Said said = watched("--from", "3");

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out().lines()).hasSize(2).allMatch(line -> line.contains("/n/"));
        assertThat(said.err())
                .contains("Watching from commit 4", "broke", "there again", "It was purged.");
    }

    @Test
    void scriptGetsAnObjectForEachEvent() throws IOException {
        assertThat(watched("--json", "--from", "3").out().lines())
                .hasSize(3)
                .first()
                .isEqualTo("{\"event\":\"live\",\"seq\":4}");
    }

    private Said watched(String... more) throws IOException {
        var streams =
                new ConcurrentLinkedQueue<>(
                        List.of(
                                LIVE + CHANGE.formatted(5) + "id: 6\nevent: com",
                                CHANGE.formatted(6) + END));
        try (var host = new TinyGateway(WatchCommandTest::answer)) {
            host.streams = request -> request.method().equals("watch") ? streams.poll() : null;
            host.writeFolder(dir);
            var words = new ArrayList<>(List.of("adb", "watch", DB));
            words.addAll(List.of("--configDir", dir.toString()));
            words.addAll(List.of(more));
            Said said = Said.by(words.toArray(String[]::new));
            List<JsonNode> asked =
                    host.calls.stream()
                            .filter(call -> call.request().method().equals("watch"))
                            .map(call -> call.param(1).path("fromSeq"))
                            .toList();
            assertThat(asked).extracting(JsonNode::asInt).containsExactly(3, 5);
            return said;
        }
    }

    private static Message answer(Message.Request request) {
        String result =
                switch (request.method()) {
                    case "dbDescribe" -> "{\"dbId\":\"%s\",\"owner\":{}}".formatted(DB);
                    default -> "{\"users\":[],\"services\":[]}";
                };
        return new Message.Success(request.id(), TinyGateway.json(result));
    }
}
