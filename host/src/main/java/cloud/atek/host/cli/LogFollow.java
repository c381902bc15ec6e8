package cloud.atek.host.cli;

import cloud.atek.api.services.LogLines;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.Terminal;
import cloud.atek.host.cli.adb.Answer;
import cloud.atek.host.cli.adb.EventReader;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Prints the lines of a log as they come, until its process ends. Where the connection breaks it
/// comes back and goes on behind the last line. One thread owns it.
final class LogFollow {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HostClient host;
    private final Terminal terminal;
    private final String id;
    private final int lines;
    private @Nullable String cursor;
    private boolean isBroken;

    /// @param lines how many of the past are shown first
    LogFollow(HostClient host, Terminal terminal, String id, int lines) {
        this.host = host;
        this.terminal = terminal;
        this.id = id;
        this.lines = lines;
    }

    /// Returns when nobody reads the output any more.
    ///
    /// @throws CommandFailedException when the host says that it is over
    void run() {
        while (!terminal.out().checkError()) {
            String why = "the stream ended";
            var range = new LogRange(cursor == null ? lines : null, cursor, null);
            try (Answer answer = host.events(ServicesApi.ID, "logs", id, range)) {
                hear(new EventReader(answer.body()));
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            pause(why);
        }
    }

    private void hear(EventReader events) throws IOException {
        for (var event = events.next(); event != null; event = events.next()) {
            if (event.name().equals("error")) {
                throw new CommandFailedException(
                        MessageCodec.JSON.readTree(event.data()).path("message").asText());
            }
            LogLines some = MessageCodec.JSON.readValue(event.data(), LogLines.class);
            some.lines().forEach(terminal::line);
            cursor = some.cursor();
            isBroken = false;
            if (terminal.out().checkError()) {
                return;
            }
        }
    }

    private void pause(String why) {
        if (!isBroken) {
            terminal.note("The connection broke (%s): trying again …".formatted(why));
            isBroken = true;
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted.");
        }
    }
}
