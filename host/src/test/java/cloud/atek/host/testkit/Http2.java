package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/// A client of HTTP/2 (RFC 9113) that says exactly the header fields it is given, also those that
/// no library would send. One thread uses it.
public final class Http2 implements AutoCloseable {

    private static final int PATIENCE_MS = 10_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int AWAY = 7;
    private static final int END = 0x5;
    private static final int HEADER_BYTES_MAX = 1 << 16;

    private final SSLSocket socket;
    private final HpackDecoder decoder = new HpackDecoder(HEADER_BYTES_MAX, System::nanoTime);
    private int stream = -1;

    private Http2(SSLSocket socket) {
        this.socket = socket;
    }

    /// Connects to a port of this machine, as to `name`.
    public static Http2 open(int port, String name, SSLContext trust) throws IOException {
        var plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        plain.setSoTimeout(PATIENCE_MS);
        var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters wanted = socket.getSSLParameters();
        wanted.setApplicationProtocols(new String[] {"h2"});
        wanted.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(wanted);
        socket.startHandshake();
        if (!socket.getApplicationProtocol().equals("h2")) {
            throw new IOException("no HTTP/2");
        }
        var client = new Http2(socket);
        client.out().write(PREFACE);
        client.frame(SETTINGS, 0, 0, new byte[0]);
        return client;
    }

    /// Sends a request without a body.
    ///
    /// @param fields name, value, name, value: pseudo fields too
    /// @return the status; 0 when the stream was reset or the connection ended
    public int ask(List<String> fields) throws IOException {
        stream += 2;
        frame(HEADERS, END, stream, block(fields));
        try {
            return status(stream);
        } catch (java.io.EOFException | java.net.SocketException e) {
            return 0;
        }
    }

    /// Begins a request, and leaves it.
    public void begin(List<String> fields) throws IOException {
        stream += 2;
        frame(HEADERS, END, stream, block(fields));
        frame(RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /// Literal fields that are never indexed, without Huffman codes (RFC 7541 section 6.2.3).
    private static byte[] block(List<String> fields) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.size(); i += 2) {
            block.write(0x10);
            text(block, fields.get(i));
            text(block, fields.get(i + 1));
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int rest = bytes.length - 127;
        block.write(Math.min(bytes.length, 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private void frame(int type, int flags, int of, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(of).put(payload);
        out().write(frame.array());
        out().flush();
    }

    private OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    private int status(int of) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            int to = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == AWAY || (type == RESET && to == of)) {
                return 0;
            }
            if (type == HEADERS) {
                int status = decoded(payload);
                if (to == of) {
                    return status;
                }
            }
        }
    }

    private int decoded(byte[] block) throws IOException {
        try {
            MetaData data = decoder.decode(ByteBuffer.wrap(block));
            return data instanceof MetaData.Response response ? response.getStatus() : 0;
        } catch (HpackException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
