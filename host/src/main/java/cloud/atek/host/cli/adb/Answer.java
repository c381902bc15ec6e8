package cloud.atek.host.cli.adb;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// An HTTP answer whose body is read as it comes. One thread owns it.
///
/// @param headers by their names in lower case
/// @param connection closed with it
public record Answer(
        int status, Map<String, String> headers, InputStream body, Closeable connection)
        implements Closeable {

    public Answer {
        headers = Map.copyOf(headers);
    }

    /// The media type, without its parameters; empty when none is told.
    public String type() {
        return headers.getOrDefault("content-type", "").replaceFirst(";.*", "").strip();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
