package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client that sends exactly the bytes it is given, one character each.
public final class Raw implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;

    /// @param lines the head without the status line
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Answer(int status, List<String> lines, byte[] body) {

        public List<String> all(String name) {
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key(name)))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }

        private static String key(String name) {
            return name.toLowerCase(Locale.ROOT) + ":";
        }

        public Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }

        public String header(String name) {
            return first(name).orElse("");
        }

        public String text() {
            return new String(body, ISO_8859_1);
        }

        @Override
        public String toString() {
            return status + " " + lines + "\n" + text();
        }
    }

    private Raw(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static Raw open(int port) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MS);
        return new Raw(socket);
    }

    /// The same over TLS, to a name that the certificate must be good for.
    ///
    /// @throws javax.net.ssl.SSLException when it is not
    public static Raw secure(int port, String name, SSLContext trust) throws IOException {
        var plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        plain.setSoTimeout(PATIENCE_MS);
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters wanted = socket.getSSLParameters();
        wanted.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(wanted);
        socket.startHandshake();
        return new Raw(socket);
    }

    /// Waits longer for each byte than one does for a page.
    public Raw patient() throws IOException {
        socket.setSoTimeout(12 * PATIENCE_MS);
        return this;
    }

    public Answer ask(String request) throws IOException {
        send(request);
        return read(!request.startsWith("HEAD "));
    }

    public void send(String text) throws IOException {
        out().write(text.getBytes(ISO_8859_1));
        out().flush();
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    public InputStream in() {
        return in;
    }

    public Answer read(boolean withBody) throws IOException {
        Answer head = readHead();
        boolean bare = !withBody || head.status() == 304 || head.status() == 204;
        byte[] body = new byte[0];
        if (head.header("Transfer-Encoding").equals("chunked") && !bare) {
            body = readChunks();
        } else if (!bare && !head.all("Content-Length").isEmpty()) {
            body = in.readNBytes(Integer.parseInt(head.header("Content-Length")));
        } else if (!bare && head.status() >= 200) {
            body = in.readAllBytes();
        }
        return new Answer(head.status(), head.lines(), body);
    }

    /// Reads until the edge closes; false when it did not in time.
    public boolean ended() throws IOException {
        try {
            in.skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    /// Waits without reading, then reads what is there: whether the edge ended it before so many
    /// bytes had come.
    public boolean brokeOffBefore(long bytes) throws IOException, InterruptedException {
        // What it sends while nobody reads it fills the buffers; two checks of proofs pass.
        Thread.sleep(1000);
        long came = 0;
        var piece = new byte[1 << 16];
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                came += n;
                if (came >= bytes) {
                    return false;
                }
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    public Answer readHead() throws IOException {
        String status = line();
        var lines = new ArrayList<String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), lines, new byte[0]);
    }

    private byte[] readChunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
            body.write(chunk);
            line();
            if (chunk.length == 0) {
                return body.toByteArray();
            }
        }
    }

    public String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the edge closed after \"" + line + "\"");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// Sends one unmasked-by-zero text frame of at most 125 bytes.
    public void sendFrame(String text) throws IOException {
        byte[] payload = text.getBytes(ISO_8859_1);
        out().write(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        out().write(payload);
        out().flush();
    }

    public String readFrame() throws IOException {
        in.readNBytes(1);
        int length = in.read();
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        return new String(in.readNBytes(length), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
