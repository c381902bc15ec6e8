package cloud.atek.kit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// How params and results become JSON: as strict as messages are, but members that a record does
/// not know are let pass, so that a newer peer can say more.
final class Json {

    static final JsonMapper MAPPER =
            MessageCodec.JSON
                    .rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private Json() {}
}
