package cloud.atek.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// One WebSocket on which nothing happens until it is asked whether it still works. One thread owns
/// it.
final class IdleSocket implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;

    private IdleSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /// @param headers lines, ASCII
    static IdleSocket open(InetSocketAddress address, String target, String headers)
            throws IOException {
        var socket = new Socket();
        socket.connect(address, PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        String request =
                """
                GET %s HTTP/1.1
                Host: localhost:%d
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                %s

                """
                        .formatted(target, address.getPort(), headers);
        socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(ISO_8859_1));
        var opened = new IdleSocket(socket);
        String status = opened.head();
        if (!status.startsWith("HTTP/1.1 101")) {
            socket.close();
            throw new IOException(status);
        }
        return opened;
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /// Whether it echoes. Source of the frames: RFC 6455 section 5.2.
    boolean works() throws IOException {
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'});
        return in.readInt() == 0x81026869;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
