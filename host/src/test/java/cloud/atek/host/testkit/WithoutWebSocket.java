package cloud.atek.host.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A proxy in front of a host that lets no WebSocket through, as some do. One request a connection.
public final class WithoutWebSocket implements AutoCloseable {

    private final ServerSocket entrance;
    private final int to;

    public WithoutWebSocket(int to) throws IOException {
        this.to = to;
        this.entrance = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket caller = entrance.accept();
                Thread.ofVirtual().start(() -> join(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(Socket caller) {
        try (caller;
                Socket host = new Socket(InetAddress.getLoopbackAddress(), to)) {
            String head = head(caller.getInputStream());
            if (head.toLowerCase(Locale.ROOT).contains("\nupgrade:")) {
                caller.getOutputStream()
                        .write(
                                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String passed =
                    head.replaceAll("(?im)^connection:.*\r\n", "")
                            .replace(":" + port(), ":" + to)
                            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            host.getOutputStream().write(passed.getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> copy(caller, host));
            host.getInputStream().transferTo(caller.getOutputStream());
        } catch (IOException e) {
            // One of both is gone.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of both is gone.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("no head");
            }
            head.write(one);
            text = head.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
