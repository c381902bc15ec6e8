package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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

    JsonNode source() {
        return source;
    }

    /// Checks a value. Empty when it fits; otherwise a sentence for each fault, such as `atek.json:
    /// /exports/0/path: want a path that begins with "/", is "hello"`.
    public List<String> faults(JsonNode value) {
        return found(value).stream().map(fault -> file + ": " + fault).toList();
    }

    /// Checks a value, and says where it does not fit.
    List<Fault> found(JsonNode value) {
        return schema.validate(value).stream().map(error -> fault(error, value)).toList();
    }

    private Fault fault(Error error, JsonNode value) {
        String at = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "required" -> new Fault(at, "\"" + error.getProperty() + "\" is missing");
            case "additionalProperties" -> new Fault(at, unknown(error));
            default ->
                    new Fault(
                            at, wanted(around(error), error) + found(around(error), value.at(at)));
        };
    }

    private String unknown(Error error) {
        var known = new ArrayList<String>();
        around(error).path("properties").fieldNames().forEachRemaining(known::add);
        return "\"%s\" is not known here; did you mean \"%s\"?"
                .formatted(visible(error.getProperty()), Nearest.to(error.getProperty(), known));
    }

    /// The schema that holds the failed keyword.
    private JsonNode around(Error error) {
        String at = error.getSchemaLocation().getFragment().toString();
        return source.at(at.substring(0, at.lastIndexOf('/')));
    }

    private static String wanted(JsonNode schema, Error error) {
        return "want " + schema.path("description").asText(String.valueOf(error.getMessage()));
    }

    /// A secret, marked `writeOnly`, is not shown.
    private static String found(JsonNode schema, JsonNode value) {
        return schema.path("writeOnly").asBoolean() ? "" : ", is " + visible(value.toString());
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
