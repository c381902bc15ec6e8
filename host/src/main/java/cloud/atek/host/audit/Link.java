package cloud.atek.host.audit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a volume says of the one before it, so that none can be taken out unnoticed.
///
/// @param number of the one before; 0 when there was none
/// @param id of its chain, empty when it could not be read
/// @param size its commits
/// @param root of the Merkle tree over them, absent when it was damaged
/// @param damage why it was kept aside
@JsonInclude(JsonInclude.Include.NON_NULL)
record Link(int number, String id, long size, @Nullable String root, @Nullable String damage) {

    static final Link NONE = new Link(0, "", 0, null, null);

    static Link damaged(int number, String damage) {
        return new Link(number, "", 0, null, damage);
    }

    byte[] toJson() {
        try {
            return MessageCodec.JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a link is always JSON", e);
        }
    }

    /// @throws IOException when it is not a link
    static Link read(byte[] json) throws IOException {
        return MessageCodec.JSON.readValue(json, Link.class);
    }
}
