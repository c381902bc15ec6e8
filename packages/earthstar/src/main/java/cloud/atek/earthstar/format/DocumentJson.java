package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.RawDocument.Field;
import cloud.atek.earthstar.format.Refusal.NotAnObject;
import cloud.atek.earthstar.format.Refusal.TooManyFields;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;

/// Documents as JSON, read and written as JavaScript does: the last of two fields of one name
/// counts, numbers may be written in any way, and halves of surrogate pairs survive.
public final class DocumentJson {

    /// Deepest nesting that is read: documents are flat.
    private static final int DEPTH_MAX = 64;

    /// Most fields of one object: a document has at most 12, and room for notes.
    static final int FIELDS_MAX = 64;

    /// Most characters of one string: the longest content that may be, and room to refuse longer
    /// ones by their name.
    private static final int STRING_LENGTH_MAX = 2 * Rules.CONTENT_BYTES_MAX;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEPTH_MAX)
                                    .maxStringLength(STRING_LENGTH_MAX)
                                    .build())
                    // Names that strangers make up are not worth a place for ever.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build();

    private DocumentJson() {}

    /// Reads one document.
    public static Checked<RawDocument> parse(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new Checked.Bad<>(new NotAnObject("another value"));
            }
            Checked<RawDocument> read = object(parser);
            return parser.nextToken() == null
                    ? read
                    : new Checked.Bad<>(new NotAnObject("more than one value"));
        } catch (JsonProcessingException e) {
            return new Checked.Bad<>(new NotAnObject("broken JSON"));
        } catch (IOException e) {
            throw new IllegalStateException("a text cannot fail to be read", e);
        }
    }

    /// Reads an array of documents, one at a time, so that no more than one is in memory.
    ///
    /// @param each what was an element; anything but an object is a refusal
    /// @return nothing, or why this is not an array: what came before was handed on
    /// @throws IOException when `in` failed
    public static Optional<Refusal> parseAll(InputStream in, Consumer<Checked<RawDocument>> each)
            throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.of(new NotAnObject("something else than an array"));
            }
            for (JsonToken token = parser.nextToken();
                    token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    each.accept(object(parser));
                } else {
                    parser.skipChildren();
                    each.accept(new Checked.Bad<>(new NotAnObject("another value")));
                }
            }
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of(new NotAnObject("more than one value"));
        } catch (JsonProcessingException | CharConversionException e) {
            return Optional.of(new NotAnObject("broken JSON"));
        }
    }

    /// Writes a document, with its fields in the order in which the published packages have them.
    public static String write(Document document) {
        var out = new StringBuilder(document.content().length() + 400);
        write(document, out);
        return out.toString();
    }

    /// As [#write(Document)], in bytes of UTF-8.
    public static byte[] bytes(Document document) {
        return write(document).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Document document, StringBuilder out) {
        Document.Es5 es5 = document.es5();
        if (es5 != null) {
            write(document, es5, out);
            return;
        }
        boolean old = document.format() == Format.ES3;
        field(out.append('{'), "format", document.format().label());
        field(out.append(','), "workspace", document.workspace());
        field(out.append(','), "path", document.path());
        if (!old) {
            field(out.append(','), "contentHash", document.contentHash());
        }
        field(out.append(','), old ? "value" : "content", document.content());
        field(out.append(','), "author", document.author());
        out.append(",\"timestamp\":").append(Text.digits(document.timestamp()));
        if (!old) {
            Double end = document.deleteAfter();
            out.append(",\"deleteAfter\":").append(end == null ? "null" : Text.digits(end));
        }
        field(out.append(','), "signature", document.signature());
        out.append('}');
    }

    private static void write(Document document, Document.Es5 es5, StringBuilder out) {
        field(out.append('{'), "format", document.format().label());
        field(out.append(','), "author", document.author());
        field(out.append(','), "text", document.content());
        field(out.append(','), "textHash", document.contentHash());
        field(out.append(','), "path", document.path());
        out.append(",\"timestamp\":").append(Text.digits(document.timestamp()));
        field(out.append(','), "share", document.workspace());
        Double end = document.deleteAfter();
        if (end != null) {
            out.append(",\"deleteAfter\":").append(Text.digits(end));
        }
        if (es5.attachment() instanceof Document.Attachment(String hash, double size)) {
            field(out.append(','), "attachmentHash", hash);
            out.append(",\"attachmentSize\":").append(Text.digits(size));
        }
        field(out.append(','), "signature", document.signature());
        field(out.append(','), "shareSignature", es5.workspaceSignature());
        out.append('}');
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append('"').append(name).append("\":\"");
        // Most texts have nothing to escape, and go in one piece.
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            if (escaped(value, i)) {
                out.append(value, plain, i);
                escape(out, value.charAt(i));
                plain = i + 1;
            }
        }
        out.append(value, plain, value.length()).append('"');
    }

    private static boolean escaped(String value, int i) {
        char c = value.charAt(i);
        return c < 0x20
                || c == '"'
                || c == '\\'
                || (Character.isSurrogate(c) && Text.lone(value, i));
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u%04x".formatted((int) c));
        }
    }

    private static Checked<RawDocument> object(JsonParser parser) throws IOException {
        var fields = new LinkedHashMap<String, Field>();
        boolean more = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Field value = value(parser);
            if (fields.size() < FIELDS_MAX || fields.containsKey(name)) {
                fields.put(name, value);
            } else {
                more = true;
            }
        }
        return more
                ? new Checked.Bad<>(new TooManyFields(FIELDS_MAX))
                : new Checked.Good<>(new RawDocument(fields));
    }

    private static Field value(JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> new Field.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Field.Numeric(Double.parseDouble(parser.getText()));
            case VALUE_NULL -> new Field.Nothing();
            case null -> throw new JsonParseException(parser, "the end");
            default -> {
                parser.skipChildren();
                yield new Field.Other();
            }
        };
    }
}
