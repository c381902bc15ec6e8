package cloud.atek.kit.adb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;

/// A JSON Schema, and the defaults in it. Thread-safe.
///
/// The library for it is loaded with the first one only: a service without any pays nothing.
final class JsonSchema {

    private final JsonNode source;
    private final Schema schema;

    private JsonSchema(JsonNode source) {
        this.source = source;
        this.schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(source);
    }

    static JsonSchema parse(String text) {
        try {
            JsonNode source = Mapping.JSON.readTree(text);
            if (source.isObject()) {
                return new JsonSchema(source);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("want a JSON Schema, is no JSON", e);
        }
        throw new IllegalArgumentException("want a JSON Schema, an object");
    }

    /// Whether every record of it has a place for this member.
    boolean has(String member) {
        JsonNode branches = source.path("oneOf");
        boolean everywhere = !branches.isEmpty();
        for (JsonNode branch : branches) {
            everywhere &= branch.path("properties").has(member);
        }
        return everywhere || source.path("properties").has(member);
    }

    /// Sets what has a `default` and is not there, in objects that are there too.
    void fill(ObjectNode value) {
        fill(source, value);
    }

    private static void fill(JsonNode schema, ObjectNode value) {
        for (Map.Entry<String, JsonNode> one : schema.path("properties").properties()) {
            JsonNode byDefault = one.getValue().get("default");
            if (byDefault != null && !value.has(one.getKey())) {
                value.set(one.getKey(), byDefault.deepCopy());
            }
            if (value.get(one.getKey()) instanceof ObjectNode inner) {
                fill(one.getValue(), inner);
            }
        }
    }

    /// What is wrong, each with its JSON pointer, such as `/text: integer found, string expected`.
    List<String> problems(JsonNode value) {
        return schema
                .validate(
                        value,
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(JsonSchema::sentence)
                .toList();
    }

    private static String sentence(Error error) {
        String at = error.getInstanceLocation().toString();
        return at.isEmpty() ? String.valueOf(error.getMessage()) : at + ": " + error.getMessage();
    }
}
