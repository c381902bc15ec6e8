package cloud.atek.host.cli;

import cloud.atek.host.cli.adb.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 request to a port of this machine, on a connection of its own.
///
/// `java.net.http` would do, and takes a third of a second to load on a Raspberry Pi; that is most
/// of what `atek ls` takes. Source: RFC 9112.
///
/// @param hostHeader the authority that is asked for, such as `localhost:8080`
/// @param target path and query
/// @param patience how long nothing may come of the answer
record HttpCall(int port, String hostHeader, String target, String token, Duration patience) {

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    /// A line of the head; Jetty sends far less.
    private static final int LINE_BYTES_MAX = 16 << 10;

    /// A log of 10 000 lines fits.
    private static final int BODY_BYTES_MAX = 64 << 20;

    record Response(int status, String body) {}

    @Override
    public String toString() {
        return "HttpCall[" + hostHeader + target + "]";
    }

    /// Posts JSON, and reads the whole answer.
    ///
    /// @throws java.net.ConnectException when nobody listens
    /// @throws java.net.SocketTimeoutException when the answer took too long
    /// @throws IOException when what came is not an HTTP answer
    Response send(byte[] json) throws IOException {
        try (Answer answer = post(json, "application/json")) {
            return whole(answer);
        }
    }

    /// Posts JSON.
    ///
    /// @param accept the media types of an answer
    /// @throws IOException as [#send]
    Answer post(byte[] json, String accept) throws IOException {
        var headers = Map.of("Content-Type", "application/json", "Accept", accept);
        return open("POST", headers, new ByteArrayInputStream(json), json.length);
    }

    /// @param length of the body, in bytes; `body` is not closed
    /// @throws IOException as [#send]
    Answer open(String method, Map<String, String> headers, InputStream body, long length)
            throws IOException {
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    (int) CONNECT_PATIENCE.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            write(socket, head(method, headers, length), body, length);
            return read(new BufferedInputStream(socket.getInputStream(), 1 << 16), socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// All of the answer's body.
    ///
    /// @throws IOException also when it is larger than any answer to a call
    static Response whole(Answer answer) throws IOException {
        byte[] body = answer.body().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw new IOException("the answer is too long");
        }
        return new Response(answer.status(), new String(body, StandardCharsets.UTF_8));
    }

    private static void write(Socket socket, byte[] head, InputStream body, long length)
            throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] piece = new byte[1 << 16];
        System.arraycopy(head, 0, piece, 0, head.length);
        int filled = head.length;
        long left = length;
        try {
            while (left > 0) {
                int came = body.read(piece, filled, (int) Math.min(left, piece.length - filled));
                if (came < 0) {
                    throw new EOFException("the content is shorter than it was");
                }
                left -= came;
                out.write(piece, 0, filled + came);
                filled = 0;
            }
            out.write(piece, 0, filled);
        } catch (SocketException e) {
            // It was refused before all of it was sent: the answer says why, if there is one.
            if (socket.getInputStream().available() == 0) {
                throw e;
            }
        }
    }

    private byte[] head(String method, Map<String, String> headers, long length) {
        var head = new StringBuilder();
        head.append("%s %s HTTP/1.1\r\n".formatted(method, target));
        head.append("Host: ").append(hostHeader).append("\r\n");
        head.append("Authorization: Bearer ").append(token).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        byte[] bytes = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > LINE_BYTES_MAX) {
            throw new IllegalArgumentException("the head of a request is too long");
        }
        return bytes;
    }

    private static Answer read(InputStream in, Socket socket) throws IOException {
        String[] status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
            throw new IOException("no HTTP answer");
        }
        Map<String, String> headers = headers(in);
        boolean chunked = headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
        String length = headers.get("content-length");
        InputStream body =
                chunked
                        ? HttpBody.chunked(in)
                        : length == null ? in : HttpBody.of(in, HttpBody.number(length, 10));
        return new Answer(Integer.parseInt(status[1]), headers, body, socket);
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

    /// A line of the head, or of what stands between chunks.
    static String line(InputStream in) throws IOException {
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
