package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.Refusal.AttachmentFault;
import cloud.atek.earthstar.format.Refusal.BadAttachment;
import cloud.atek.earthstar.format.Refusal.BadPath;
import cloud.atek.earthstar.format.Refusal.BadTime;
import cloud.atek.earthstar.format.Refusal.ContentTooLong;
import cloud.atek.earthstar.format.Refusal.NotPermitted;
import cloud.atek.earthstar.format.Refusal.PathFault;
import cloud.atek.earthstar.format.Refusal.TimeFault;
import cloud.atek.earthstar.format.Refusal.WrongType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of all formats for everything but the signatures, in the order in which the first one
/// that is broken is named.
public final class Rules {

    /// Largest content, in bytes of UTF-8. The limit is es.4's; es.3 has none, and gets the same.
    public static final int CONTENT_BYTES_MAX = 4_000_000;

    /// Largest content of es.5, in bytes of UTF-8.
    public static final int ES5_CONTENT_BYTES_MAX = 8_000;

    /// First timestamp, in microseconds since 1970.
    public static final double TIME_MIN = 10_000_000_000_000.0;

    /// Last timestamp, in microseconds since 1970: above it numbers lose their last digit.
    public static final double TIME_MAX = 9_007_199_254_740_991.0;

    /// Last timestamp of es.5.
    public static final double ES5_TIME_MAX = TIME_MAX - 1;

    /// How far a timestamp may be ahead of the clock, in microseconds.
    public static final double AHEAD_MAX = 600_000_000.0;

    /// Largest attachment, in bytes.
    private static final double ATTACHMENT_BYTES_MAX = 9_007_199_254_740_991.0;

    private Rules() {}

    /// Reads a document of `format`. The signatures and the content's hash are not looked at: that
    /// is [Verifier#refusal].
    ///
    /// @param now the clock, in microseconds since 1970
    public static Checked<Document> read(Format format, RawDocument raw, double now) {
        return Fields.read(format, raw)
                .then(document ->
                        refusal(document, now, now + AHEAD_MAX)
                                .<Checked<Document>>map(Checked.Bad::new)
                                .orElseGet(() -> new Checked.Good<>(document)));
    }

    /// What is wrong with the values of `document`, but for its hash and its signatures.
    ///
    /// @param latest highest timestamp
    public static Optional<Refusal> refusal(Document document, double now, double latest) {
        return Optional.ofNullable(
                switch (document.format()) {
                    case ES3 -> es3(document, latest);
                    case ES4 -> es4(document, now, latest);
                    case ES5 -> es5(document, now, latest);
                });
    }

    /// A time as JavaScript writes it, which is how it is signed and compared.
    public static String digits(double time) {
        return Text.digits(time);
    }

    private static @Nullable Refusal es3(Document document, double latest) {
        return firstOf(
                tooLong(document, CONTENT_BYTES_MAX),
                time("timestamp", document.timestamp(), TIME_MAX, latest),
                path(document, Paths.fault(Format.ES3, document.path())),
                Address.author(Format.ES3, document.author()).bad().orElse(null),
                Address.workspace(Format.ES3, document.workspace()).bad().orElse(null),
                permission(document));
    }

    private static @Nullable Refusal es4(Document document, double now, double latest) {
        return firstOf(
                whole("timestamp", document.timestamp()),
                whole("deleteAfter", document.deleteAfter()),
                tooLong(document, CONTENT_BYTES_MAX),
                permission(document),
                time("timestamp", document.timestamp(), TIME_MAX, latest),
                end(document, TIME_MAX, now),
                path(document, Paths.fault(Format.ES4, document.path())),
                path(document, Paths.bangFault(document.path(), document.deleteAfter() != null)),
                Address.author(Format.ES4, document.author()).bad().orElse(null),
                Address.workspace(Format.ES4, document.workspace()).bad().orElse(null));
    }

    private static @Nullable Refusal es5(Document document, double now, double latest) {
        Document.Es5 es5 = document.es5();
        if (es5 == null) {
            return new WrongType("shareSignature");
        }
        // An ! alone is no fault, as in the published package.
        boolean ends = document.deleteAfter() != null;
        return firstOf(
                whole("timestamp", document.timestamp()),
                whole("deleteAfter", document.deleteAfter()),
                tooLong(document, ES5_CONTENT_BYTES_MAX),
                time("timestamp", document.timestamp(), ES5_TIME_MAX, latest),
                end(document, ES5_TIME_MAX, now),
                permission(document),
                attachment(document, es5.attachment()),
                path(document, Paths.fault(Format.ES5, document.path())),
                path(document, ends ? Paths.bangFault(document.path(), true) : null),
                path(document, Paths.extensionFault(document.path(), es5.attachment() != null)),
                Address.author(Format.ES5, document.author()).bad().orElse(null),
                Address.workspace(Format.ES5, document.workspace()).bad().orElse(null));
    }

    private static @Nullable Refusal tooLong(Document document, int most) {
        // Three bytes at most are one UTF-16 unit, so short contents need no count.
        if (document.content().length() <= most / 3) {
            return null;
        }
        int bytes = document.contentBytes();
        return bytes <= most ? null : new ContentTooLong(bytes, most);
    }

    private static @Nullable Refusal whole(String field, @Nullable Double time) {
        return time == null || Fields.integer(time) ? null : new WrongType(field);
    }

    private static @Nullable Refusal permission(Document document) {
        return Paths.permits(document.path(), document.author())
                ? null
                : new NotPermitted(document.author(), document.path());
    }

    private static @Nullable Refusal time(String field, double time, double most, double latest) {
        if (!(time >= TIME_MIN)) {
            return new BadTime(field, time, TimeFault.TOO_SMALL);
        }
        if (time > most) {
            return new BadTime(field, time, TimeFault.TOO_LARGE);
        }
        return time > latest ? new BadTime(field, time, TimeFault.FUTURE) : null;
    }

    private static @Nullable Refusal end(Document document, double most, double now) {
        Double end = document.deleteAfter();
        if (end == null) {
            return null;
        }
        Refusal range = time("deleteAfter", end, most, most);
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

    private static @Nullable Refusal attachment(
            Document document, Document.@Nullable Attachment attachment) {
        if (attachment == null) {
            return null;
        }
        double size = attachment.size();
        if (!(size >= 0 && size <= ATTACHMENT_BYTES_MAX && Fields.integer(size))) {
            return new BadAttachment(AttachmentFault.SIZE);
        }
        boolean hash =
                Format.ES5
                        .decode(attachment.hash())
                        .filter(bytes -> bytes.length == Packed.HASH_BYTES)
                        .isPresent();
        if (!hash) {
            return new BadAttachment(AttachmentFault.HASH);
        }
        // Of a wiped one the content is wiped too.
        return document.content().isEmpty() && size > 0
                ? new BadAttachment(AttachmentFault.NO_CONTENT)
                : null;
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
