package cloud.atek.earthstar.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Cases made by running the published packages: each says what they answered.
@SuppressWarnings("exports") // Tests export nothing.
public final class Vectors {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Those of the packages that have a storage and a pub here.
    public static final List<Format> CLASSIC = List.of(Format.ES3, Format.ES4);

    private Vectors() {}

    public static JsonNode file(String name) {
        try (InputStream in =
                Objects.requireNonNull(
                        Vectors.class.getResourceAsStream("/vectors/" + name), name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> cases(String name) {
        return list(file(name).get("cases"));
    }

    public static List<JsonNode> list(JsonNode array) {
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        return list;
    }

    /// The document of a case, which may be spelled in its own way or be given as a repetition.
    public static Checked<RawDocument> raw(JsonNode test) {
        if (test.has("rawJson")) {
            return DocumentJson.parse(test.get("rawJson").asText());
        }
        JsonNode document = test.get("doc");
        JsonNode repeat = test.get("contentRepeat");
        if (repeat != null) {
            String content =
                    repeat.get("text").asText().repeat(repeat.get("count").asInt())
                            + repeat.path("tail").asText("");
            document =
                    ((com.fasterxml.jackson.databind.node.ObjectNode) document.deepCopy())
                            .put("content", content);
        }
        return DocumentJson.parse(document.toString());
    }

    public static Document document(Format format, JsonNode node) {
        return DocumentJson.parse(node.toString())
                .then(raw -> Rules.read(format, raw, Rules.TIME_MIN))
                .good()
                .orElseGet(() -> unchecked(format, node));
    }

    /// A document that would not be taken at the clock of the vectors' beginning.
    private static Document unchecked(Format format, JsonNode node) {
        return new Document(
                format,
                node.get("workspace").asText(),
                node.get("path").asText(),
                node.get("author").asText(),
                node.get(format == Format.ES3 ? "value" : "content").asText(),
                node.path("contentHash").asText(""),
                node.get("timestamp").asDouble(),
                node.path("deleteAfter").isNumber() ? node.get("deleteAfter").asDouble() : null,
                node.get("signature").asText(),
                null);
    }
}
