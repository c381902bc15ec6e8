package cloud.atek.services.earthstar;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// By what people compare a certificate: its SHA-256.
///
/// @param hex 64 hex digits in lower case
record Fingerprint(String hex) {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");
    private static final HexFormat SHOWN = HexFormat.ofDelimiter(":").withUpperCase();

    static Fingerprint of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().formatHex(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has a hash", e);
        }
    }

    /// Reads one as people copy it, in pairs or not.
    ///
    /// @throws IllegalArgumentException with a sentence, when it is none
    static Fingerprint read(String text) {
        String plain = text.replaceAll("[\\s:]", "").toLowerCase(Locale.ROOT);
        if (!SHAPE.matcher(plain).matches()) {
            throw new IllegalArgumentException(
                    "\"pin\" wants the fingerprint that `atek trust` prints, 64 hex digits");
        }
        return new Fingerprint(plain);
    }

    /// In pairs, as `atek trust` prints it.
    @Override
    public String toString() {
        return SHOWN.formatHex(HexFormat.of().parseHex(hex));
    }
}
