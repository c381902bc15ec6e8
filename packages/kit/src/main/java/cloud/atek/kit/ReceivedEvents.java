package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.Live;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Type;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The reader's end of a stream of server-sent events. One thread reads, any may close.
final class ReceivedEvents<E> implements Live<E> {

    private final InputStream in;
    private final BufferedReader lines;
    private final ObjectReader reader;
    private volatile boolean closed;
    private @Nullable E next;

    /// @param type that an event becomes
    ReceivedEvents(InputStream in, Type type) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, UTF_8));
        this.reader = Json.MAPPER.readerFor(Json.MAPPER.constructType(type));
    }

    /// @throws RpcException when the stream was ended with a reason, or broke
    @Override
    public boolean hasNext() {
        try {
            if (next == null && !closed) {
                next = read();
            }
            return next != null;
        } catch (IOException e) {
            if (closed) {
                return false;
            }
            close();
            throw new RpcException(RpcError.Code.UNREACHABLE, "the stream broke off", e);
        }
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        E event = next;
        next = null;
        if (event == null) {
            throw new NoSuchElementException("one thread reads");
        }
        return event;
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
        } catch (IOException e) {
            // Nothing of it is wanted any more.
        }
    }

    private @Nullable E read() throws IOException {
        String name = "message";
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return event(name, data.toString());
            }
            if (line.startsWith("event:")) {
                name = value(line, 6);
            } else if (line.startsWith("data:")) {
                data.append(value(line, 5)).append('\n');
            }
        }
        return null;
    }

    private static String value(String line, int from) {
        return line.substring(line.startsWith(" ", from) ? from + 1 : from);
    }

    private E event(String name, String data) throws IOException {
        JsonNode json = Json.MAPPER.readTree(data);
        if (!(json instanceof ObjectNode object)) {
            throw new IOException("an event is no object");
        }
        if (name.equals("error")) {
            close();
            throw new RpcException(
                    new RpcError(
                            json.path("code").asInt(),
                            json.path("message").asText(),
                            json.get("data")));
        }
        return reader.readValue(object.put("event", name));
    }
}
