package cloud.atek.crypto;

import cloud.atek.crypto.internal.Entropy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Random names that nobody can guess, for sessions, bearers and one-time links.
public final class Tokens {

    /// 256 bits: no search finds one, and no two are alike.
    public static final int BYTES = 32;

    private Tokens() {}

    /// 64 lower-case hex digits.
    public static String fresh() {
        var bytes = new byte[BYTES];
        Entropy.fill(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Tells whether two tokens are the same, in a time that does not tell how much of them is.
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
