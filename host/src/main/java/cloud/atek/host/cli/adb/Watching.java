package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hears of the changes of a database until its process ends. Where the connection breaks it comes
/// back and goes on behind the last commit that it heard of. One thread owns it.
final class Watching {

    private static final Duration WAIT_MIN = Duration.ofMillis(250);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Session session;
    private final Db db;
    private final ObjectNode options;
    private final WatchLines lines;
    private Duration wait = WAIT_MIN;
    private boolean isBroken;

    /// @param options of `watch`; gets the last commit that was heard of
    Watching(Session session, Db db, ObjectNode options, WatchLines lines) {
        this.session = session;
        this.db = db;
        this.options = options;
        this.lines = lines;
    }

    /// Returns when nobody reads the output any more.
    ///
    /// @throws CommandFailedException when the host says that it is over
    void run() {
        while (!lines.isUnread()) {
            String why = "the stream ended";
            try (Answer answer =
                    session.host().get().events(AdbApi.ID, "watch", db.id(), options)) {
                hear(new EventReader(answer.body()));
            } catch (InterruptedIOException e) {
                why = "nothing was heard any more";
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            if (!lines.isUnread()) {
                pause(why);
            }
        }
    }

    private void hear(EventReader events) throws IOException {
        for (var event = events.next(); event != null; event = events.next()) {
            JsonNode data = read(event.data());
            if (event.name().equals("error")) {
                throw new CommandFailedException(data.path("message").asText());
            }
            if (isBroken) {
                session.terminal().note("The connection is there again.");
                isBroken = false;
            }
            wait = WAIT_MIN;
            lines.show(event.name(), data);
            Long heard = sequence(event.id());
            if (heard != null) {
                options.put("fromSeq", heard);
            }
            if (lines.isUnread()) {
                return;
            }
        }
    }

    private static JsonNode read(String data) throws IOException {
        try {
            return MessageCodec.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IOException("what came is not an event", e);
        }
    }

    private static @Nullable Long sequence(@Nullable String id) {
        return id != null && id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
    }

    private void pause(String why) {
        if (!isBroken) {
            session.terminal().note("The connection broke (%s): trying again …".formatted(why));
            isBroken = true;
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted.");
        }
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
    }
}
