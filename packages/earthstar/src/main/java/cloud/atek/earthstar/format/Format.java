package cloud.atek.earthstar.format;

import java.util.Optional;

/// The form of a document, as its field `format` names it. A replica holds documents of one.
public enum Format {

    /// Keys in base58, the content in a field `value`, signed with its path and author.
    ES3("es.3"),

    /// Keys in base32, the content in a field `content` with its hash beside it; documents may end
    /// by themselves.
    ES4("es.4"),

    /// As es.4, and the workspace signs too: who has its secret writes, who has its address alone
    /// reads. Contents are short; files stand beside them.
    ES5("es.5");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    /// As it stands in documents: `es.3`, `es.4` or `es.5`.
    public String label() {
        return label;
    }

    public static Optional<Format> named(String label) {
        for (Format format : values()) {
            if (format.label.equals(label)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// The format whose authors write in this one: es.5 has those of es.4.
    public Format authors() {
        return this == ES5 ? ES4 : this;
    }

    /// Bytes as this format writes keys and signatures.
    String encode(byte[] bytes) {
        return this == ES3 ? Base58.encode(bytes) : Base32.encode(bytes);
    }

    /// What [#encode] was given, or nothing when `text` is no such text.
    Optional<byte[]> decode(String text) {
        return this == ES3 ? Base58.decode(text) : Base32.decode(text);
    }
}
