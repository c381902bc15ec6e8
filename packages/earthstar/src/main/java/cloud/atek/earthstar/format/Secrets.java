package cloud.atek.earthstar.format;

import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.earthstar.format.Refusal.BadSecret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Signing keys as the text that a format writes them in.
final class Secrets {

    private Secrets() {}

    static Checked<SigningKey> read(Format format, String secret) {
        Optional<byte[]> seed = format.decode(secret);
        if (seed.isEmpty() || seed.get().length != SigningKey.SEED_BYTES) {
            return new Checked.Bad<>(
                    new BadSecret("must be 32 bytes in the encoding of the format"));
        }
        return new Checked.Good<>(new SigningKey(Secret.owning(seed.get())));
    }

    static String write(Format format, SigningKey key) {
        try (Secret seed = key.seed()) {
            return format.encode(seed.toArray());
        }
    }

    /// The public half, as it stands in an address.
    static String publicKey(Format format, SigningKey key) {
        return format.encode(key.verifyKey().value().toArray());
    }

    /// The signature over the characters of `text`.
    static String sign(Format format, SigningKey key, String text) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return format.encode(key.sign(message).value().toArray());
    }
}
