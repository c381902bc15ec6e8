package cloud.atek.host.cli.adb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads server-sent events: <https://html.spec.whatwg.org/multipage/server-sent-events.html>. One
/// thread owns it.
public final class EventReader {

    private final BufferedReader in;

    public EventReader(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// @param id null when it has none
    /// @param data lines joined by line breaks
    public record Event(String name, @Nullable String id, String data) {}

    /// Waits for the next event; null when the stream has ended.
    public @Nullable Event next() throws IOException {
        String name = "message";
        String id = null;
        var data = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, id, data.substring(0, data.length() - 1));
                }
                continue;
            }
            String[] parts = line.split(":", 2);
            String value = parts.length < 2 ? "" : parts[1].replaceFirst("^ ", "");
            switch (parts[0]) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> data.append(value).append('\n');
                default -> {}
            }
        }
        return null;
    }
}
