package cloud.atek.wire;

import static cloud.atek.wire.BadMessageException.bad;

import org.jspecify.annotations.Nullable;

/// How the end of a body is known. Source: RFC 9112 section 6.3; what it calls an attack is
/// refused.
sealed interface Framing {

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /// Only of a response: until the server closes.
    record UntilClose() implements Framing {}

    /// Longest `Content-Length`: no number of so many digits overflows.
    int DIGITS_MAX = 18;

    static Framing ofRequest(Headers headers) throws BadMessageException {
        Framing said = said(headers);
        return said == null ? new Length(0) : said;
    }

    /// @param method what was asked: HEAD has no body in its answer
    static Framing ofResponse(String method, int status, Headers headers)
            throws BadMessageException {
        Framing said = said(headers);
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return new Length(0);
        }
        return said == null ? new UntilClose() : said;
    }

    private static @Nullable Framing said(Headers headers) throws BadMessageException {
        String length = null;
        String coding = null;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (name.equalsIgnoreCase("Content-Length")) {
                if (length != null) {
                    throw bad("want at most one Content-Length");
                }
                length = headers.value(i);
            } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
                if (coding != null) {
                    throw bad("want at most one Transfer-Encoding");
                }
                coding = headers.value(i);
            }
        }
        if (coding != null && length != null) {
            throw bad("want Content-Length or Transfer-Encoding, not both");
        }
        if (coding != null) {
            return chunked(coding);
        }
        return length == null ? null : new Length(length(length));
    }

    private static Framing chunked(String coding) throws BadMessageException {
        if (!coding.equalsIgnoreCase("chunked")) {
            throw bad("want no Transfer-Encoding but chunked");
        }
        return new Chunked();
    }

    private static long length(String digits) throws BadMessageException {
        if (digits.isEmpty() || digits.length() > DIGITS_MAX) {
            throw bad("want a Content-Length of 1 to " + DIGITS_MAX + " digits");
        }
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw bad("want a Content-Length of digits alone");
            }
            length = 10 * length + digit;
        }
        return length;
    }
}
