package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// An event that is written once and sent to many. Thread-safe.
public final class LiveEvent {

    private final @Nullable String id;
    private final String name;
    private final String json;
    private volatile byte @Nullable [] sse;

    /// @param id by which a reader that comes back says what it has, or null; one line
    /// @param name one line
    /// @param json an object, or nothing
    public LiveEvent(@Nullable String id, String name, String json) {
        requireLine(id == null ? "" : id);
        requireLine(name);
        if (!json.isEmpty() && json.charAt(0) != '{') {
            throw new IllegalArgumentException("want an object as data");
        }
        this.id = id;
        this.name = name;
        // Outside of strings line breaks mean nothing, and inside they are escaped.
        this.json = json.indexOf('\n') < 0 && json.indexOf('\r') < 0 ? json : joined(json);
    }

    private static void requireLine(String text) {
        if (text.contains("\n") || text.contains("\r")) {
            throw new IllegalArgumentException("an event's id and name are one line each");
        }
    }

    private static String joined(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    /// As a server-sent event.
    byte[] sse() {
        byte[] known = sse;
        if (known == null) {
            String begin = id == null ? "" : "id: " + id + "\n";
            known = (begin + "event: " + name + "\ndata: " + json + "\n\n").getBytes(UTF_8);
            sse = known;
        }
        return known;
    }

    /// As one object, the name of the event in it.
    public String message() {
        String rest = json.length() <= 2 ? "}" : "," + json.substring(1);
        return "{\"event\":\"" + name + "\"" + rest;
    }
}
