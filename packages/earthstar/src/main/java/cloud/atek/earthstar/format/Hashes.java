package cloud.atek.earthstar.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The hashes of documents and contents.
final class Hashes {

    private Hashes() {}

    /// Of es.4's field `contentHash`.
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
        return document.format() == Format.ES3 ? es3(document) : es4(document);
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

    private static void line(StringBuilder out, String name, String value) {
        out.append(name).append('\t').append(value).append('\n');
    }
}
