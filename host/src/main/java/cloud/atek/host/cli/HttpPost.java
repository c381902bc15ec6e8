package cloud.atek.host.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 POST to a port of this machine, on a connection of its own.
///
/// `java.net.http` would do, and takes a third of a second to load on a Raspberry Pi; that is most
/// of what `atek ls` takes. Source: RFC 9112.
///
/// @param hostHeader the authority that is asked for, such as `localhost:8080`
/// @param target path and query
/// @param patience how long the answer may take
record HttpPost(int port, String hostHeader, String target, String token, Duration patience) {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    /// A line of the head; Jetty sends far less.
    private static final int LINE_BYTES_MAX = 16 << 10;

    /// A log of 10 000 lines fits.
    private static final int BODY_BYTES_MAX = 64 << 20;

    record Response(int status, String body) {}

    @Override
    public String toString() {
        return "HttpPost[" + hostHeader + target + "]";
    }

    /// @throws java.net.ConnectException when nobody listens
    /// @throws java.net.SocketTimeoutException when the answer took too long
    /// @throws IOException when what came is not an HTTP answer
    Response send(byte[] json) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    (int) CONNECT_PATIENCE.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            var request = new ByteArrayOutputStream();
            request.writeBytes(head(json.length).getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(json);
            socket.getOutputStream().write(request.toByteArray());
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private String head(int length) {
        return """
        POST %s HTTP/1.1
        Host: %s
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d
        Accept: application/json
        Connection: close

        """
                .formatted(target, hostHeader, token, length)
                .replace("\n", "\r\n");
    }

    private static Response read(InputStream in) throws IOException {
        String[] status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
            throw new IOException("no HTTP answer");
        }
        Map<String, String> headers = headers(in);
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return response(status[1], chunks(in));
        }
        String length = headers.get("content-length");
        byte[] body =
                length == null ? in.readNBytes(BODY_BYTES_MAX) : exactly(in, number(length, 10));
        return response(status[1], body);
    }

    private static Response response(String status, byte[] body) {
        return new Response(Integer.parseInt(status), new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int size = number(line(in).replaceFirst(";.*", ""), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            if (body.size() + size > BODY_BYTES_MAX) {
                throw new IOException("the answer is too long");
            }
            body.writeBytes(exactly(in, size));
            line(in);
        }
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            int number = Integer.parseInt(digits.strip(), radix);
            if (number >= 0 && number <= BODY_BYTES_MAX) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a length is no number", e);
        }
        throw new IOException("the answer is too long");
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer is cut off");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer is cut off");
            }
            if (line.size() == LINE_BYTES_MAX) {
                throw new IOException("a line of the answer is too long");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
