package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Text that keys have signed (<https://c2sp.org/signed-note>), in the form that public tools read:
///
/// ```
/// the text, in whole lines
///                                         an empty line
/// — name base64(key id, signature)        a line for each signature
/// ```
///
/// @param text ends with a newline; it may be believed only after [#verify]
/// @param signatures at least one, at most [#SIGNATURES_MAX]
public record Note(String text, List<Signed> signatures) {

    /// Largest note that is read, in bytes of UTF-8; a checkpoint has about 300.
    public static final int BYTES_MAX = 1 << 20;

    /// Most signatures of one note; the standard asks for at least 16.
    public static final int SIGNATURES_MAX = 64;

    private static final String MARK = "— ";
    private static final int KEY_ID_BYTES = 4;

    /// One signature.
    ///
    /// @param name of the key
    /// @param keyId see [NoteKey#id]
    /// @param signature its form depends on the kind of the key
    public record Signed(String name, int keyId, Bytes signature) {

        public Signed {
            if (!isName(name) || signature.size() == 0) {
                throw new IllegalArgumentException("a signature without a name or without bytes");
            }
        }

        private String line() {
            byte[] bytes =
                    ByteBuffer.allocate(KEY_ID_BYTES + signature.size())
                            .putInt(keyId)
                            .put(signature.toBuffer())
                            .array();
            return MARK + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || hasControls(text)) {
            throw new IllegalArgumentException("the text of a note is whole lines of printed text");
        }
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException(
                    "a note has 1 to " + SIGNATURES_MAX + " signatures, not " + signatures.size());
        }
    }

    /// Reads a note; nothing is verified.
    ///
    /// @throws MalformedNoteException when `bytes` is not one
    public static Note read(Bytes bytes) {
        if (bytes.size() > BYTES_MAX) {
            throw new MalformedNoteException(
                    "a note of " + bytes.size() + " bytes, at most " + BYTES_MAX);
        }
        String all = decode(bytes);
        int end = all.lastIndexOf("\n\n");
        if (end < 0 || !all.endsWith("\n") || hasControls(all)) {
            throw new MalformedNoteException("want a text, an empty line and signatures, in lines");
        }
        try {
            return new Note(all.substring(0, end + 1), readSignatures(all.substring(end + 2)));
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("not a note: " + e.getMessage(), e);
        }
    }

    public Bytes toBytes() {
        return Bytes.owning(toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Tells whether `key` signed the text. Signatures of other keys are passed over.
    public Verdict verify(NoteKey key) {
        Verdict verdict = Verdict.refused(Verdict.Reason.NOT_SIGNED);
        for (Signed signed : signatures) {
            if (key.made(signed)) {
                if (!key.verifies(text, signed.signature())) {
                    return Verdict.refused(Verdict.Reason.WRONG_SIGNATURE);
                }
                verdict = Verdict.holds();
            }
        }
        return verdict;
    }

    /// The note as it is written.
    @Override
    public String toString() {
        var out = new StringBuilder(text).append('\n');
        signatures.forEach(signed -> out.append(signed.line()));
        return out.toString();
    }

    /// Tells whether a key may be called so.
    static boolean isName(String name) {
        return !name.isEmpty()
                && !hasControls(name)
                && name.codePoints()
                        .noneMatch(c ->
                                c == '+'
                                        || c == '\n'
                                        || Character.isSpaceChar(c)
                                        || Character.isWhitespace(c));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\n');
    }

    private static String decode(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.toBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedNoteException("a note that is not UTF-8", e);
        }
    }

    private static List<Signed> readSignatures(String lines) {
        var signatures = new ArrayList<Signed>();
        for (String line : lines.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (!line.startsWith(MARK) || words.length != 3 || words[1].isEmpty()) {
                throw new MalformedNoteException("want a signature: — name base64");
            }
            if (signatures.size() == SIGNATURES_MAX) {
                throw new MalformedNoteException("more than " + SIGNATURES_MAX + " signatures");
            }
            ByteBuffer value = ByteBuffer.wrap(base64(words[2]));
            if (value.remaining() <= KEY_ID_BYTES) {
                throw new MalformedNoteException("a signature of " + value.remaining() + " bytes");
            }
            int keyId = value.getInt();
            var signature = new byte[value.remaining()];
            value.get(signature);
            signatures.add(new Signed(words[1], keyId, Bytes.owning(signature)));
        }
        return signatures;
    }

    /// Reads base 64 of RFC 4648, section 4, and only the one right form of each value.
    static byte[] base64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("base 64 in an odd form");
        }
        return bytes;
    }
}
