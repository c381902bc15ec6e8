package cloud.atek.wire;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes heads. What frames a message and what belongs to one connection is never taken from
/// others, so a forwarded head cannot smuggle it. Source: RFC 9110 section 7.6.1.
final class HeadWriter {

    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /// The lengths of the names in [#OURS]: most other names need no look at the set.
    private static final int OURS_LENGTHS = lengths();

    private HeadWriter() {}

    /// @param bodyBytes [Body#UNKNOWN] for the chunked coding
    static void request(Output out, Request request, long bodyBytes) throws IOException {
        start(out, request);
        boolean empty = bodyBytes == 0;
        if (!empty || request.method().equals("POST") || request.method().equals("PUT")) {
            length(out, bodyBytes);
        }
        out.text("\r\n");
    }

    static void upgrade(Output out, Request request) throws IOException {
        start(out, request);
        String protocol = request.headers().find("Upgrade");
        if (protocol != null) {
            out.text("Connection: Upgrade\r\n");
            line(out, "Upgrade", protocol);
        }
        out.text("\r\n");
    }

    private static void start(Output out, Request request) throws IOException {
        out.text(request.method()).text(" ").text(request.target()).text(" HTTP/1.1\r\n");
        if (request.headers().find("Host") == null) {
            out.text("Host: localhost\r\n");
        }
        lines(out, request.headers());
    }

    /// @param length exact, [Body#UNKNOWN] for the chunked coding, null for neither
    static void response(
            Output out, int status, Headers headers, @Nullable Long length, boolean close)
            throws IOException {
        out.text("HTTP/1.1 ").text(Integer.toString(status)).text(" ").text(Reason.of(status));
        out.text("\r\n");
        lines(out, headers);
        if (length != null) {
            length(out, length);
        }
        out.text(close ? "Connection: close\r\n\r\n" : "\r\n");
    }

    static void switching(Output out, Headers headers) throws IOException {
        out.text("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n");
        lines(out, headers);
        String protocol = headers.find("Upgrade");
        if (protocol != null) {
            line(out, "Upgrade", protocol);
        }
        out.text("\r\n");
    }

    private static void length(Output out, long bytes) throws IOException {
        if (bytes == Body.UNKNOWN) {
            out.text("Transfer-Encoding: chunked\r\n");
        } else {
            line(out, "Content-Length", Long.toString(bytes));
        }
    }

    private static void lines(Output out, Headers headers) throws IOException {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            if (!ours(name)) {
                line(out, name, headers.value(i));
            }
        }
    }

    private static void line(Output out, String name, String value) throws IOException {
        out.text(name).text(": ").text(value).text("\r\n");
    }

    private static boolean ours(String name) {
        boolean mayBe = name.length() < 32 && (OURS_LENGTHS & 1 << name.length()) != 0;
        return mayBe && OURS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static int lengths() {
        int lengths = 0;
        for (String name : OURS) {
            lengths |= 1 << name.length();
        }
        return lengths;
    }
}
