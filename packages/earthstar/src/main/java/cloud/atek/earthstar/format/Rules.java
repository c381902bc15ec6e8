package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.RawDocument.Field;
import cloud.atek.earthstar.format.Refusal.BadPath;
import cloud.atek.earthstar.format.Refusal.BadTime;
import cloud.atek.earthstar.format.Refusal.ContentTooLong;
import cloud.atek.earthstar.format.Refusal.ExtraField;
import cloud.atek.earthstar.format.Refusal.NotPermitted;
import cloud.atek.earthstar.format.Refusal.PathFault;
import cloud.atek.earthstar.format.Refusal.TimeFault;
import cloud.atek.earthstar.format.Refusal.UnknownFormat;
import cloud.atek.earthstar.format.Refusal.WrongType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of both formats for everything but the signature, in the order in which the first one
/// that is broken is named.
public final class Rules {

    /// Largest content, in bytes of UTF-8. The limit is es.4's; es.3 has none, and gets the same.
    public static final int CONTENT_BYTES_MAX = 4_000_000;

    /// First timestamp, in microseconds since 1970.
    public static final double TIME_MIN = 10_000_000_000_000.0;

    /// Last timestamp, in microseconds since 1970: above it numbers lose their last digit.
    public static final double TIME_MAX = 9_007_199_254_740_991.0;

    /// How far a timestamp may be ahead of the clock, in microseconds.
    public static final double AHEAD_MAX = 600_000_000.0;

    private static final List<String> ES3_FIELDS =
            List.of("format", "workspace", "path", "value", "author", "timestamp", "signature");
    private static final List<String> ES4_FIELDS =
            List.of(
                    "format",
                    "workspace",
                    "path",
                    "contentHash",
                    "content",
                    "author",
                    "timestamp",
                    "deleteAfter",
                    "signature");

    private Rules() {}

    /// Reads a document of `format`. The signature and the content's hash are not looked at: that
    /// is [Verifier#refusal].
    ///
    /// @param now the clock, in microseconds since 1970
    public static Checked<Document> read(Format format, RawDocument raw, double now) {
        return typed(format, raw)
                .then(document ->
                        refusal(document, now, now + AHEAD_MAX)
                                .<Checked<Document>>map(Checked.Bad::new)
                                .orElseGet(() -> new Checked.Good<>(document)));
    }

    /// What is wrong with the values of `document`, but for its hash and its signature.
    ///
    /// @param latest highest timestamp
    public static Optional<Refusal> refusal(Document document, double now, double latest) {
        return Optional.ofNullable(
                document.format() == Format.ES3
                        ? es3(document, latest)
                        : es4(document, now, latest));
    }

    /// A time as JavaScript writes it, which is how it is signed and compared.
    public static String digits(double time) {
        return Text.digits(time);
    }

    private static Checked<Document> typed(Format format, RawDocument raw) {
        if (!(raw.fields().get("format") instanceof Field.Text(String label))
                || !label.equals(format.label())) {
            return new Checked.Bad<>(new UnknownFormat(shown(raw.fields().get("format"))));
        }
        boolean old = format == Format.ES3;
        RawDocument plain = old ? raw : raw.withoutNotes();
        List<String> names = old ? ES3_FIELDS : ES4_FIELDS;
        // es.4 names a stranger first, es.3 a missing one.
        Refusal extra = extra(plain, names);
        Refusal type = type(plain, names, !old);
        Refusal first = old ? firstOf(type, extra) : firstOf(extra, type);
        return first == null
                ? new Checked.Good<>(document(format, plain))
                : new Checked.Bad<>(first);
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

    private static @Nullable Refusal extra(RawDocument raw, List<String> names) {
        for (String name : raw.fields().keySet()) {
            if (!names.contains(name)) {
                return new ExtraField(name);
            }
        }
        return null;
    }

    private static @Nullable Refusal type(RawDocument raw, List<String> names, boolean whole) {
        for (String name : names) {
            if (!fits(name, raw.fields().get(name), whole)) {
                return new WrongType(name);
            }
        }
        return null;
    }

    private static boolean fits(String name, @Nullable Field field, boolean whole) {
        return switch (name) {
            case "timestamp" -> field instanceof Field.Numeric(double n) && (!whole || integer(n));
            case "deleteAfter" ->
                    field instanceof Field.Nothing
                            || (field instanceof Field.Numeric(double n) && integer(n));
            default -> field instanceof Field.Text;
        };
    }

    /// Infinity is not refused here, but as too large.
    private static boolean integer(double number) {
        return number == Math.rint(number);
    }

    private static Document document(Format format, RawDocument raw) {
        return new Document(
                format,
                text(raw, "workspace"),
                text(raw, "path"),
                text(raw, "author"),
                text(raw, format == Format.ES3 ? "value" : "content"),
                text(raw, "contentHash"),
                number(raw, "timestamp", 0),
                raw.fields().get("deleteAfter") instanceof Field.Numeric(double n) ? n : null,
                text(raw, "signature"));
    }

    private static String text(RawDocument raw, String name) {
        return raw.fields().get(name) instanceof Field.Text(String value) ? value : "";
    }

    private static double number(RawDocument raw, String name, double otherwise) {
        return raw.fields().get(name) instanceof Field.Numeric(double value) ? value : otherwise;
    }

    private static @Nullable Refusal es3(Document document, double latest) {
        return firstOf(
                tooLong(document),
                time("timestamp", document.timestamp(), latest),
                path(document, Paths.fault(Format.ES3, document.path())),
                Address.author(Format.ES3, document.author()).bad().orElse(null),
                Address.workspace(Format.ES3, document.workspace()).bad().orElse(null),
                permission(document));
    }

    private static @Nullable Refusal es4(Document document, double now, double latest) {
        return firstOf(
                whole("timestamp", document.timestamp()),
                whole("deleteAfter", document.deleteAfter()),
                tooLong(document),
                permission(document),
                time("timestamp", document.timestamp(), latest),
                end(document, now),
                path(document, Paths.fault(Format.ES4, document.path())),
                path(document, Paths.bangFault(document.path(), document.deleteAfter() != null)),
                Address.author(Format.ES4, document.author()).bad().orElse(null),
                Address.workspace(Format.ES4, document.workspace()).bad().orElse(null));
    }

    private static @Nullable Refusal tooLong(Document document) {
        // Three bytes at most are one UTF-16 unit, so short contents need no count.
        if (document.content().length() <= CONTENT_BYTES_MAX / 3) {
            return null;
        }
        int bytes = document.contentBytes();
        return bytes <= CONTENT_BYTES_MAX ? null : new ContentTooLong(bytes);
    }

    private static @Nullable Refusal whole(String field, @Nullable Double time) {
        return time == null || integer(time) ? null : new WrongType(field);
    }

    private static @Nullable Refusal permission(Document document) {
        return Paths.permits(document.path(), document.author())
                ? null
                : new NotPermitted(document.author(), document.path());
    }

    private static @Nullable Refusal time(String field, double time, double latest) {
        if (!(time >= TIME_MIN)) {
            return new BadTime(field, time, TimeFault.TOO_SMALL);
        }
        if (time > TIME_MAX) {
            return new BadTime(field, time, TimeFault.TOO_LARGE);
        }
        return time > latest ? new BadTime(field, time, TimeFault.FUTURE) : null;
    }

    private static @Nullable Refusal end(Document document, double now) {
        Double end = document.deleteAfter();
        if (end == null) {
            return null;
        }
        Refusal range = time("deleteAfter", end, TIME_MAX);
        if (range != null) {
            return range;
        }
        if (document.expired(now)) {
            return new BadTime("deleteAfter", end, TimeFault.EXPIRED);
        }
        return end > document.timestamp()
                ? null
                : new BadTime("deleteAfter", end, TimeFault.BEFORE_WRITTEN);
    }

    private static @Nullable Refusal path(Document document, @Nullable PathFault fault) {
        return fault == null ? null : new BadPath(document.path(), fault);
    }

    private static @Nullable Refusal firstOf(@Nullable Refusal... refusals) {
        for (Refusal each : refusals) {
            if (each != null) {
                return each;
            }
        }
        return null;
    }
}
