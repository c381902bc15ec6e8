package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One request of exactly these bytes, one character each, on a connection of its own.
final class Knock {

    private static final int PATIENCE_MS = 60_000;

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

    private Knock() {}

    /// What came back until the host closed.
    ///
    /// @param status 0 when nothing came
    record Answer(int status, String head, String body) {}

    /// An answer ends where it says, or with the connection.
    private static String read(InputStream in) throws IOException {
        var all = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            all.append((char) c);
            if (c == '\n' && all.indexOf("\r\n\r\n", Math.max(0, all.length() - 4)) >= 0) {
                Matcher length = LENGTH.matcher(all);
                byte[] rest =
                        length.find()
                                ? in.readNBytes(Integer.parseInt(length.group(1)))
                                : in.readAllBytes();
                return all + new String(rest, ISO_8859_1);
            }
        }
        return all.toString();
    }

    /// Asks for a target as it is, whatever it is.
    static Answer get(int port, String name, String target, Map<String, String> headers)
            throws IOException {
        var lines = new StringBuilder();
        headers.forEach(
                (key, value) -> lines.append(key).append(": ").append(value).append("\r\n"));
        return send(
                port,
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n%s\r\n"
                        .formatted(target, name, port, lines));
    }

    static Answer send(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            String all = read(new BufferedInputStream(socket.getInputStream()));
            int end = all.indexOf("\r\n\r\n");
            if (end < 0) {
                return new Answer(0, "", all);
            }
            return new Answer(
                    Integer.parseInt(all.substring(9, 12)),
                    all.substring(0, end),
                    all.substring(end + 4));
        }
    }
}
