package cloud.atek.earthstar.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The hashes of documents and contents.
final class Hashes {

    private Hashes() {}

    /// Of the fields `contentHash` and `textHash`.
    static String content(String content) {
        return Base32.encode(Text.sha256(Text.utf8(content)));
    }

    static String hash(Document document) {
        byte[] hash = Text.sha256(input(document).getBytes(StandardCharsets.UTF_8));
        return document.format() == Format.ES3
                ? HexFormat.of().formatHex(hash)
                : Base32.encode(hash);
    }

    /// The text that is hashed.
    static String input(Document document) {
        return switch (document.format()) {
            case ES3 -> es3(document);
            case ES4 -> es4(document);
            case ES5 -> es5(document);
        };
    }

    private static String es3(Document document) {
        return String.join(
                "\n",
                document.format().label(),
                document.workspace(),
                document.path(),
                HexFormat.of().formatHex(Text.sha256(Text.utf8(document.content()))),
                Text.digits(document.timestamp()),
                document.author());
    }

    private static String es4(Document document) {
        var out = new StringBuilder(256);
        line(out, "author", document.author());
        line(out, "contentHash", document.contentHash());
        Double deleteAfter = document.deleteAfter();
        if (deleteAfter != null) {
            line(out, "deleteAfter", Text.digits(deleteAfter));
        }
        line(out, "format", document.format().label());
        line(out, "path", document.path());
        line(out, "timestamp", Text.digits(document.timestamp()));
        line(out, "workspace", document.workspace());
        return out.toString();
    }

    /// In this order, which is nearly that of the alphabet.
    private static String es5(Document document) {
        var out = new StringBuilder(320);
        if (document.es5() != null
                && document.es5().attachment()
                        instanceof Document.Attachment(String hash, double size)) {
            line(out, "attachmentHash", hash);
            line(out, "attachmentSize", Text.digits(size));
        }
        line(out, "author", document.author());
        Double deleteAfter = document.deleteAfter();
        if (deleteAfter != null) {
            line(out, "deleteAfter", Text.digits(deleteAfter));
        }
        line(out, "format", document.format().label());
        line(out, "path", document.path());
        line(out, "textHash", document.contentHash());
        line(out, "timestamp", Text.digits(document.timestamp()));
        line(out, "share", document.workspace());
        return out.toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append('\t').append(value).append('\n');
    }
}
