package cloud.atek.host.cli.adb;

import cloud.atek.cli.Table;
import cloud.atek.cli.Terminal;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// How changes look on a terminal: a line each, or with `--json` an object for each event, as a
/// WebSocket tells it.
final class WatchLines {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Session session;
    private final ZoneId zone;
    private boolean isLive;

    /// @param zone of the clock that is shown
    WatchLines(Session session, ZoneId zone) {
        this.session = session;
        this.zone = zone;
    }

    /// Whether nobody reads what is printed any more.
    boolean isUnread() {
        return session.terminal().out().checkError();
    }

    /// @param event its name
    void show(String event, JsonNode data) {
        if (session.wantsJson()) {
            ObjectNode line = MessageCodec.JSON.createObjectNode().put("event", event);
            data.properties().forEach(one -> line.set(one.getKey(), one.getValue()));
            session.terminal().block(line.toString());
        } else {
            String time = time(data.path("time").asText());
            data.path("changes").forEach(one -> session.terminal().line(line(time, one)));
        }
        if (event.equals("live") && !isLive) {
            isLive = true;
            session.terminal()
                    .note(
                            "Watching from commit %,d on; Ctrl-C ends it."
                                    .formatted(data.path("seq").asLong()));
        }
    }

    private String time(String time) {
        try {
            return CLOCK.format(Instant.parse(time).atZone(zone));
        } catch (DateTimeParseException e) {
            return time;
        }
    }

    /// `12:34:56 7 /notes/a {"n":1}`, cut where a terminal ends.
    static String line(String time, JsonNode change) {
        String what =
                change.path("deleted").asBoolean()
                        ? "(deleted)"
                        : change.path("left").asBoolean()
                                ? "(not among them any more)"
                                : change.path("value").toString();
        String line =
                Terminal.harmless(
                        "%s  %s  %s  %s"
                                .formatted(
                                        time,
                                        change.path("seq").asText(),
                                        change.path("path").asText(),
                                        what));
        return line.length() <= Table.WIDTH_MAX
                ? line
                : line.substring(0, Table.WIDTH_MAX - 1) + "…";
    }
}
