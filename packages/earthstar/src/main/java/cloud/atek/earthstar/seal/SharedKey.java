package cloud.atek.earthstar.seal;

import cloud.atek.crypto.Secret;
import java.util.Base64;
import java.util.Optional;

/// A key that the members of a workspace told each other. It never prints itself.
public final class SharedKey {

    static final int BYTES = 32;

    private static final String PREFIX = "key1-";

    private final byte[] key;

    private SharedKey(byte[] key) {
        this.key = key;
    }

    public static SharedKey random() {
        return new SharedKey(Secret.random(BYTES).toArray());
    }

    /// What [#text] gave; nothing when `text` is something else.
    public static Optional<SharedKey> of(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            return key.length == BYTES ? Optional.of(new SharedKey(key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// As text, for who hands it on.
    public String text() {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    byte[] bytes() {
        return key.clone();
    }

    @Override
    public String toString() {
        return "SharedKey";
    }
}
