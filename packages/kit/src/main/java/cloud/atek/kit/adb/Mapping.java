package cloud.atek.kit.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Instant;
import java.time.OffsetDateTime;

/// How values of Java become records and back: null is left out, members that a type does not know
/// are let pass, an [Instant] is a text in ISO 8601.
final class Mapping {

    static final JsonMapper JSON =
            MessageCodec.JSON
                    .rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Instant.class, ToStringSerializer.instance)
                                    .addDeserializer(
                                            Instant.class,
                                            new StdDelegatingDeserializer<>(new ToInstant())))
                    .build();

    private Mapping() {}

    /// @throws IllegalArgumentException when it becomes something else
    static ObjectNode object(Object value) {
        JsonNode json = JSON.valueToTree(value);
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(
                "a record is a JSON object, not what " + value.getClass().getName() + " becomes");
    }

    private static final class ToInstant extends StdConverter<String, Instant> {
        @Override
        public Instant convert(String text) {
            return OffsetDateTime.parse(text).toInstant();
        }
    }
}
