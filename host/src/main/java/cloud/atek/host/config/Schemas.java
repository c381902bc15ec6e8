package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// One JSON Schema of ours, and the sentences it gives for what does not fit. Thread-safe.
///
/// Each schema says in `description` what is wanted there, in words for people.
public final class Schemas {

    private static final int SHOWN_LENGTH_MAX = 60;

    private final String file;
    private final JsonNode source;
    private final Schema schema;

    private Schemas(String file) {
        this.file = file;
        this.source = resource(file.replace(".json", ".schema.json"));
        this.schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(source);
    }

    /// The schema of the manifest `atek.json`.
    public static Schemas manifest() {
        return new Schemas("atek.json");
    }

    /// The schema of the host's `config.json`.
    public static Schemas config() {
        return new Schemas("config.json");
    }

    /// Checks a value. Empty when it fits; otherwise a sentence for each fault, such as `atek.json:
    /// /exports/0/path: want a path that begins with "/", is "hello"`.
    public List<String> faults(JsonNode value) {
        return schema.validate(value).stream().map(error -> sentence(error, value)).toList();
    }

    private String sentence(Error error, JsonNode value) {
        String at = error.getInstanceLocation().toString();
        String place = file + ": " + (at.isEmpty() ? "" : at + ": ");
        return switch (error.getKeyword()) {
            case "required" -> place + "\"" + error.getProperty() + "\" is missing";
            case "additionalProperties" ->
                    place + "\"" + visible(error.getProperty()) + "\" is not known here";
            default -> place + "want " + wanted(error) + ", is " + visible(value.at(at).toString());
        };
    }

    /// What the schema around the failed keyword says in its description.
    private String wanted(Error error) {
        String at = error.getSchemaLocation().getFragment().toString();
        String around = at.substring(0, at.lastIndexOf('/'));
        return source.at(around).path("description").asText(String.valueOf(error.getMessage()));
    }

    private static String visible(String text) {
        String plain = text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
        return plain.length() <= SHOWN_LENGTH_MAX
                ? plain
                : plain.substring(0, SHOWN_LENGTH_MAX) + "…";
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream("/cloud/atek/config/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the distribution lacks " + name);
            }
            return MessageCodec.JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the distribution's " + name + " is broken", e);
        }
    }
}
