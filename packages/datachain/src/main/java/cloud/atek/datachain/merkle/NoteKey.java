package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Who signs notes: a name and an Ed25519 key (<https://c2sp.org/signed-note>).
///
/// @param name without spaces and `+`
public record NoteKey(String name, VerifyKey key) {

    private static final byte[] ED25519 = {1};

    public NoteKey {
        if (!Note.isName(name)) {
            throw new IllegalArgumentException("not the name of a key: " + name);
        }
    }

    /// What tells the keys of one name apart: the first 32 bits of a hash over name, kind and key.
    public int id() {
        byte[] line = (name + "\n").getBytes(StandardCharsets.UTF_8);
        return Hash.of(line, ED25519, key.value().toArray()).value().toBuffer().getInt();
    }

    /// The verifier key as public tools read it: name, id in hex and key in base 64, joined by `+`.
    public String text() {
        byte[] kindAndKey =
                ByteBuffer.allocate(1 + VerifyKey.BYTES)
                        .put(ED25519)
                        .put(key.value().toBuffer())
                        .array();
        return "%s+%08x+%s".formatted(name, id(), Base64.getEncoder().encodeToString(kindAndKey));
    }

    /// Signs `text` as this key.
    ///
    /// @param text whole lines
    /// @param privateKey the private half of this key
    public Note sign(String text, SigningKey privateKey) {
        if (!privateKey.verifyKey().equals(key)) {
            throw new IllegalArgumentException("the private key of " + name + " is another one");
        }
        Signature signature = privateKey.sign(text.getBytes(StandardCharsets.UTF_8));
        return new Note(text, List.of(new Note.Signed(name, id(), signature.value())));
    }

    boolean made(Note.Signed signed) {
        return signed.name().equals(name) && signed.keyId() == id();
    }

    boolean verifies(String text, Bytes signature) {
        return signature.size() == Signature.BYTES
                && key.verifies(text.getBytes(StandardCharsets.UTF_8), new Signature(signature));
    }
}
