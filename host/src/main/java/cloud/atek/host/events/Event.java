package cloud.atek.host.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// One server-sent event, before it is bytes.
///
/// Source: <https://html.spec.whatwg.org/multipage/server-sent-events.html>.
///
/// @param id by which a reader that comes back says what it has, one line; null for none
/// @param name one line
/// @param data what Jackson writes as an object
public record Event(@Nullable String id, String name, Object data) {

    /// The name of the last event of a stream that ended for a reason.
    public static final String ERROR = "error";

    /// As it goes on the wire.
    public byte[] bytes() {
        String begin = id == null ? "" : "id: " + id + "\n";
        try {
            String json = MessageCodec.JSON.writeValueAsString(data);
            return (begin + "event: " + name + "\ndata: " + json + "\n\n").getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the data of an event is not JSON", e);
        }
    }

    /// The last event of a stream: why there will be no more.
    public static byte[] error(RpcError error) {
        ObjectNode data = MessageCodec.JSON.createObjectNode();
        data.put("code", error.code()).put("message", error.message());
        return new Event(null, ERROR, data).bytes();
    }
}
