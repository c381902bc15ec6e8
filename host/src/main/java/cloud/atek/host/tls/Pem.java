package cloud.atek.host.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// The textual form of certificates and keys (RFC 7468). What stands around the blocks is passed
/// over, as every other reader does.
final class Pem {

    static final String CERTIFICATE = "CERTIFICATE";
    static final String KEY = "PRIVATE KEY";

    private static final int LINE_LENGTH = 64;
    private static final Pattern BLOCK =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]{1,40})-----(.{0,100000}?)-----END \\1-----",
                    Pattern.DOTALL);

    private Pem() {}

    /// @param label such as `CERTIFICATE`
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Block(String label, byte[] der) {}

    /// All blocks of a text.
    ///
    /// @throws IllegalArgumentException when one is not Base64
    static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        var found = BLOCK.matcher(text);
        while (found.find()) {
            String body = found.group(2);
            // The headers of an old encrypted key are no Base64: nobody asks for its bytes.
            byte[] der =
                    body.contains(":")
                            ? new byte[0]
                            : Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            blocks.add(new Block(body.contains(":") ? "ENCRYPTED" : found.group(1), der));
        }
        return blocks;
    }

    static String text(String label, byte[] der) {
        String body =
                Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(US_ASCII)).encodeToString(der);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, body);
    }
}
