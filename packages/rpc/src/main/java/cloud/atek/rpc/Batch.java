package cloud.atek.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The calls of one JSON-RPC batch, each as the bytes that came: who forwards them builds no tree
/// of them. Whether each is a call is not decided here.
///
/// Source: <https://www.jsonrpc.org/specification#batch>.
///
/// @param items in their order
public record Batch(List<Item> items) {

    private static final byte[] OPENING = "{\"id\":1,".getBytes(US_ASCII);

    /// One of them.
    ///
    /// @param request one JSON value; a notification was given an id, so that whoever is called
    ///   sees a call
    /// @param notification whether nobody waits for its answer
    @SuppressWarnings("ArrayRecordComponent") // Forwarded, never compared.
    public record Item(byte[] request, boolean notification) {}

    public Batch {
        items = List.copyOf(items);
    }

    /// Whether a request is a batch, if it is JSON at all.
    public static boolean begins(byte[] request) {
        for (byte b : request) {
            if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return b == '[';
            }
        }
        return false;
    }

    /// Cuts a batch into its calls.
    ///
    /// @param callsMax how many it may have
    /// @throws MalformedMessageException when it is no well-formed JSON array, has no call, or more
    ///   than that
    public static Batch read(byte[] request, int callsMax) {
        try (JsonParser in = MessageCodec.CUTTING.createParser(request)) {
            return placed(in, request, callsMax);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are read without I/O", e);
        }
    }

    private static Batch placed(JsonParser in, byte[] request, int callsMax) {
        try {
            return read(in, request, callsMax);
        } catch (IOException e) {
            throw BrokenJson.at(in, e);
        }
    }

    private static Batch read(JsonParser in, byte[] request, int callsMax) throws IOException {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw refused("want a JSON array");
        }
        var items = new ArrayList<Item>();
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            // All of it is read, so that a broken end is found before the first call is made.
            Item item = item(in, request);
            if (++count <= callsMax) {
                items.add(item);
            }
        }
        if (in.nextToken() != null) {
            throw new MalformedMessageException(
                    RpcError.Code.PARSE_ERROR, "want nothing after the array");
        }
        if (count == 0) {
            throw refused("want at least one call in a batch");
        }
        if (count > callsMax) {
            throw refused(
                    "want at most %d calls in a batch, not %d: send several batches"
                            .formatted(callsMax, count));
        }
        return new Batch(items);
    }

    private static MalformedMessageException refused(String message) {
        return new MalformedMessageException(RpcError.Code.INVALID_REQUEST, message);
    }

    private static Item item(JsonParser in, byte[] request) throws IOException {
        int from = (int) in.currentTokenLocation().getByteOffset();
        boolean object = in.currentToken() == JsonToken.START_OBJECT;
        boolean named = false;
        boolean empty = true;
        if (object) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                named |= in.currentName().equals("id");
                in.nextToken();
                in.skipChildren();
            }
        } else {
            in.skipChildren();
            in.finishToken();
        }
        int to = (int) in.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw new MalformedMessageException(RpcError.Code.PARSE_ERROR, "want JSON in UTF-8");
        }
        boolean notification = object && !named && !empty;
        return new Item(
                notification ? withId(request, from, to) : Arrays.copyOfRange(request, from, to),
                notification);
    }

    private static byte[] withId(byte[] request, int from, int to) {
        var call = new byte[OPENING.length + to - from - 1];
        System.arraycopy(OPENING, 0, call, 0, OPENING.length);
        System.arraycopy(request, from + 1, call, OPENING.length, to - from - 1);
        return call;
    }
}
