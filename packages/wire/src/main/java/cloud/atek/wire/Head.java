package cloud.atek.wire;

import static cloud.atek.wire.BadMessageException.bad;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The head of a message, read from bytes that hold all of it. Pure functions.
///
/// Source: RFC 9112 sections 2 to 5. Where the RFC lets a reader be kind (bare LF, obs-fold, empty
/// lines before the start, space around a name), this refuses: another reader may be kind in
/// another way.
sealed interface Head {

    /// The fields below the start line.
    Headers headers();

    /// @param target origin-form or `*`
    record OfRequest(String method, String target, Headers headers) implements Head {}

    /// @param minor 1 for HTTP/1.1, 0 for HTTP/1.0
    record OfResponse(int minor, int status, Headers headers) implements Head {}

    int METHOD_BYTES_MAX = 32;

    /// Where the head that starts at `from` ends.
    ///
    /// @param seen no need to look again before this index
    /// @return the index after the empty line; -1 when it has not come yet
    static int end(byte[] bytes, int from, int seen, int to) throws BadMessageException {
        for (int i = Math.max(from, seen); i < to; i++) {
            int c = bytes[i];
            if (c == '\n') {
                if (i == from || bytes[i - 1] != '\r') {
                    throw bad("want lines to end in CR LF");
                }
                if (i == from + 1) {
                    throw bad("want a start line first");
                }
                if (i - from >= 3 && bytes[i - 2] == '\n') {
                    return i + 1;
                }
            } else if (i > from && bytes[i - 1] == '\r') {
                throw bad("want lines to end in CR LF");
            } else if ((c >= 0 && c < 0x20 && c != '\r' && c != '\t') || c == 0x7F) {
                throw bad("want no control character in a head");
            }
        }
        return -1;
    }

    /// @param end what [#end] said
    /// @param proxied whether the target may be absolute, and that of CONNECT an authority
    static OfRequest request(byte[] bytes, int from, int end, Limits limits, boolean proxied)
            throws BadMessageException {
        int method = indexOf(bytes, from, Math.min(end, from + METHOD_BYTES_MAX + 1), ' ');
        if (method < 0 || !allToken(bytes, from, method)) {
            throw bad("want a request line: method, target, HTTP/1.1");
        }
        int line = lineEnd(bytes, from, end);
        int target = indexOf(bytes, method + 1, line, ' ');
        if (target < 0) {
            throw bad("want a request line: method, target, HTTP/1.1");
        }
        if (target - method - 1 > limits.targetBytes()) {
            throw new BadMessageException(
                    414, "want a target of at most " + limits.targetBytes() + " bytes");
        }
        if (proxied && string(bytes, from, method).equals(Request.CONNECT)) {
            checkAuthority(bytes, method + 1, target);
        } else if (!proxied || !Request.isAbsolute(string(bytes, method + 1, target))) {
            checkTarget(bytes, method + 1, target);
        } else {
            checkVisible(bytes, method + 1, target);
        }
        if (line - target - 1 != 8) {
            throw bad("want a request line: method, target, HTTP/1.1");
        }
        if (version(bytes, target + 1, line) != 1) {
            throw new BadMessageException(505, "want HTTP/1.1");
        }
        Headers headers = headers(bytes, line + 2, end, limits.headers());
        checkHost(headers);
        return new OfRequest(
                string(bytes, from, method), string(bytes, method + 1, target), headers);
    }

    /// @param end what [#end] said
    static OfResponse response(byte[] bytes, int from, int end, Limits limits)
            throws BadMessageException {
        int line = lineEnd(bytes, from, end);
        int minor = version(bytes, from, line);
        boolean shaped =
                minor >= 0
                        && line - from >= 13
                        && bytes[from + 8] == ' '
                        && isDigits(bytes, from + 9, from + 12)
                        && bytes[from + 12] == ' ';
        int status = shaped ? (int) number(bytes, from + 9, from + 12) : 0;
        if (status < 100 || status > 599) {
            throw bad("want a status line: HTTP/1.1, status, reason");
        }
        return new OfResponse(minor, status, headers(bytes, line + 2, end, limits.headers()));
    }

    /// One field or trailer line in `from` to `end`, without its CR LF.
    ///
    /// @return where its colon is
    static int checkLine(byte[] bytes, int from, int end) throws BadMessageException {
        int colon = from;
        while (colon < end && Chars.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == end || bytes[colon] != ':') {
            throw bad("want header lines of a name, a colon, a value");
        }
        for (int i = colon + 1; i < end; i++) {
            if (!Chars.isValue(bytes[i] & 0xFF)) {
                throw bad("want no control character in a header");
            }
        }
        return colon;
    }

    private static Headers headers(byte[] bytes, int from, int end, int most)
            throws BadMessageException {
        int count = 0;
        for (int at = from; at < end - 2; at = lineEnd(bytes, at, end) + 2) {
            count++;
        }
        if (count > most) {
            throw new BadMessageException(431, "want at most " + most + " header lines");
        }
        var lines = new String[2 * count];
        int at = from;
        for (int i = 0; i < lines.length; i += 2) {
            int line = lineEnd(bytes, at, end);
            int colon = checkLine(bytes, at, line);
            lines[i] = string(bytes, at, colon);
            lines[i + 1] = trimmed(bytes, colon + 1, line);
            at = line + 2;
        }
        return new Headers(lines);
    }

    private static void checkTarget(byte[] bytes, int from, int end) throws BadMessageException {
        boolean star = end - from == 1 && bytes[from] == '*';
        if (end == from || (bytes[from] != '/' && !star)) {
            throw bad("want a target that starts with /");
        }
        checkVisible(bytes, from, end);
    }

    private static void checkAuthority(byte[] bytes, int from, int end) throws BadMessageException {
        for (int i = from; i < end; i++) {
            if (!Chars.isHost(bytes[i])) {
                throw bad("want CONNECT host:port");
            }
        }
        if (end == from) {
            throw bad("want CONNECT host:port");
        }
    }

    private static void checkVisible(byte[] bytes, int from, int end) throws BadMessageException {
        for (int i = from; i < end; i++) {
            if (!Chars.isTarget(bytes[i])) {
                throw bad("want a target of visible ASCII without #");
            }
        }
    }

    private static void checkHost(Headers headers) throws BadMessageException {
        String host = headers.find("Host");
        boolean good =
                host != null
                        && headers.count("Host") == 1
                        && !host.isEmpty()
                        && host.chars().allMatch(Chars::isHost);
        if (!good) {
            throw bad("want one Host");
        }
    }

    /// @return 1 for HTTP/1.1, 0 for HTTP/1.0, -1 for another
    private static int version(byte[] bytes, int from, int end) throws BadMessageException {
        String want = "HTTP/1.";
        if (end - from < 8) {
            throw bad("want HTTP/1.1");
        }
        for (int i = 0; i < want.length(); i++) {
            if (bytes[from + i] != want.charAt(i)) {
                throw bad("want HTTP/1.1");
            }
        }
        int minor = bytes[from + 7] - '0';
        return minor == 0 || minor == 1 ? minor : -1;
    }

    private static int lineEnd(byte[] bytes, int from, int end) throws BadMessageException {
        int cr = indexOf(bytes, from, end, '\r');
        if (cr < 0) {
            throw bad("want lines to end in CR LF");
        }
        return cr;
    }

    private static int indexOf(byte[] bytes, int from, int end, char c) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private static boolean allToken(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (!Chars.isToken(bytes[i])) {
                return false;
            }
        }
        return end > from;
    }

    private static boolean isDigits(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] bytes, int from, int end) {
        long number = 0;
        for (int i = from; i < end; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }

    private static String trimmed(byte[] bytes, int from, int end) {
        int first = from;
        int last = end;
        while (first < last && isBlank(bytes[first])) {
            first++;
        }
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        return string(bytes, first, last);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static String string(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, ISO_8859_1);
    }
}
