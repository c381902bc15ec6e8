package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.RawDocument.Field;
import cloud.atek.earthstar.format.Refusal.BadAttachment;
import cloud.atek.earthstar.format.Refusal.ExtraField;
import cloud.atek.earthstar.format.Refusal.UnknownFormat;
import cloud.atek.earthstar.format.Refusal.WrongType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Which fields a format has, and of which types: what is looked at first. What the values must be
/// is known to [Rules].
final class Fields {

    /// What may stand in a field.
    private enum Type {
        TEXT,
        NUMBER,
        WHOLE,
        WHOLE_OR_NULL,
        /// As the others, or the field is not there at all.
        TEXT_OR_ABSENT,
        WHOLE_OR_ABSENT;

        boolean fits(@Nullable Field field) {
            return switch (this) {
                case TEXT -> field instanceof Field.Text;
                case NUMBER -> field instanceof Field.Numeric;
                case WHOLE -> whole(field);
                case WHOLE_OR_NULL -> field instanceof Field.Nothing || whole(field);
                case TEXT_OR_ABSENT -> field == null || field instanceof Field.Text;
                case WHOLE_OR_ABSENT -> field == null || whole(field);
            };
        }

        private static boolean whole(@Nullable Field field) {
            return field instanceof Field.Numeric(double number) && integer(number);
        }
    }

    /// In the order in which a wrong one is named.
    private static final Map<String, Type> ES3 = es3();

    private static final Map<String, Type> ES4 = es4();
    private static final Map<String, Type> ES5 = es5();

    private Fields() {}

    private static SequencedMap<String, Type> es3() {
        var types = new LinkedHashMap<String, Type>();
        types.put("format", Type.TEXT);
        types.put("workspace", Type.TEXT);
        types.put("path", Type.TEXT);
        types.put("value", Type.TEXT);
        types.put("author", Type.TEXT);
        types.put("timestamp", Type.NUMBER);
        types.put("signature", Type.TEXT);
        return types;
    }

    private static SequencedMap<String, Type> es4() {
        var types = new LinkedHashMap<String, Type>();
        types.put("format", Type.TEXT);
        types.put("workspace", Type.TEXT);
        types.put("path", Type.TEXT);
        types.put("contentHash", Type.TEXT);
        types.put("content", Type.TEXT);
        types.put("author", Type.TEXT);
        types.put("timestamp", Type.WHOLE);
        types.put("deleteAfter", Type.WHOLE_OR_NULL);
        types.put("signature", Type.TEXT);
        return types;
    }

    private static SequencedMap<String, Type> es5() {
        var types = new LinkedHashMap<String, Type>();
        types.put("format", Type.TEXT);
        types.put("author", Type.TEXT);
        types.put("text", Type.TEXT);
        types.put("textHash", Type.TEXT);
        types.put("path", Type.TEXT);
        types.put("timestamp", Type.WHOLE);
        types.put("share", Type.TEXT);
        types.put("deleteAfter", Type.WHOLE_OR_ABSENT);
        types.put("attachmentHash", Type.TEXT_OR_ABSENT);
        types.put("attachmentSize", Type.WHOLE_OR_ABSENT);
        types.put("signature", Type.TEXT);
        types.put("shareSignature", Type.TEXT);
        return types;
    }

    /// A document of `format` with fields of the right types, whatever their values.
    static Checked<Document> read(Format format, RawDocument raw) {
        if (!(raw.fields().get("format") instanceof Field.Text(String label))
                || !label.equals(format.label())) {
            return new Checked.Bad<>(new UnknownFormat(shown(raw.fields().get("format"))));
        }
        boolean old = format == Format.ES3;
        RawDocument plain = old ? raw : raw.withoutNotes();
        Map<String, Type> types =
                switch (format) {
                    case ES3 -> ES3;
                    case ES4 -> ES4;
                    case ES5 -> ES5;
                };
        // es.3 names a missing one first, the others a stranger.
        Refusal extra = extra(plain, types);
        Refusal type = wrong(plain, types);
        Refusal first = old ? firstOf(type, extra) : firstOf(extra, type);
        if (first != null) {
            return new Checked.Bad<>(first);
        }
        return format == Format.ES5 ? es5(plain) : new Checked.Good<>(document(format, plain));
    }

    /// Infinity is not refused here, but as too large.
    static boolean integer(double number) {
        return number == Math.rint(number);
    }

    private static String shown(@Nullable Field field) {
        return switch (field) {
            case null -> "nothing";
            case Field.Text(String text) ->
                    '"' + text.substring(0, Math.min(16, text.length())) + '"';
            case Field.Numeric(double number) -> Text.digits(number);
            case Field.Nothing() -> "null";
            case Field.Other() -> "another type";
        };
    }

    private static @Nullable Refusal extra(RawDocument raw, Map<String, Type> types) {
        for (String name : raw.fields().keySet()) {
            if (!types.containsKey(name)) {
                return new ExtraField(name);
            }
        }
        return null;
    }

    private static @Nullable Refusal wrong(RawDocument raw, Map<String, Type> types) {
        for (Map.Entry<String, Type> each : types.entrySet()) {
            if (!each.getValue().fits(raw.fields().get(each.getKey()))) {
                return new WrongType(each.getKey());
            }
        }
        return null;
    }

    private static @Nullable Refusal firstOf(@Nullable Refusal one, @Nullable Refusal other) {
        return one == null ? other : one;
    }

    private static Document document(Format format, RawDocument raw) {
        return new Document(
                format,
                text(raw, "workspace"),
                text(raw, "path"),
                text(raw, "author"),
                text(raw, format == Format.ES3 ? "value" : "content"),
                text(raw, "contentHash"),
                time(raw),
                end(raw),
                text(raw, "signature"),
                null);
    }

    private static Checked<Document> es5(RawDocument raw) {
        boolean hash = raw.fields().containsKey("attachmentHash");
        if (hash != raw.fields().containsKey("attachmentSize")) {
            return new Checked.Bad<>(new BadAttachment(Refusal.AttachmentFault.HALF));
        }
        return new Checked.Good<>(
                new Document(
                        Format.ES5,
                        text(raw, "share"),
                        text(raw, "path"),
                        text(raw, "author"),
                        text(raw, "text"),
                        text(raw, "textHash"),
                        time(raw),
                        end(raw),
                        text(raw, "signature"),
                        new Document.Es5(
                                text(raw, "shareSignature"), hash ? attachment(raw) : null)));
    }

    private static Document.Attachment attachment(RawDocument raw) {
        return new Document.Attachment(
                text(raw, "attachmentHash"),
                raw.fields().get("attachmentSize") instanceof Field.Numeric(double n) ? n : 0);
    }

    private static String text(RawDocument raw, String name) {
        return raw.fields().get(name) instanceof Field.Text(String value) ? value : "";
    }

    private static double time(RawDocument raw) {
        return raw.fields().get("timestamp") instanceof Field.Numeric(double value) ? value : 0;
    }

    private static @Nullable Double end(RawDocument raw) {
        return raw.fields().get("deleteAfter") instanceof Field.Numeric(double n)
                ? (Double) n
                : null;
    }
}
