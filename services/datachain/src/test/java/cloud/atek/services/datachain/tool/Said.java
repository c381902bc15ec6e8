package cloud.atek.services.datachain.tool;

import cloud.atek.cli.Terminal;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// What a tool printed, and how it ended.
record Said(int exitCode, String out, String err) {

    /// Runs `atek datachain` with these words, on a terminal where nobody sits.
    static Said by(Object... words) {
        var all = new ArrayList<>(List.of("datachain"));
        List.of(words).forEach(word -> all.add(word.toString()));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(stream(out), stream(err), null);
        int exit = new Main(terminal, Clock.systemUTC()).run(all.toArray(String[]::new));
        return new Said(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() throws JsonProcessingException {
        return MessageCodec.JSON.readTree(out);
    }

    JsonNode error() throws JsonProcessingException {
        return MessageCodec.JSON.readTree(err).path("error");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
