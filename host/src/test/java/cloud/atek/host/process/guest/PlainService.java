package cloud.atek.host.process.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A service of nothing but the JDK: answers each request with one text.
public final class PlainService {

    private PlainService() {}

    /// By the variable MODE: `ok`, `crash` (before it listens), `silent` (never listens), `hang`
    /// (listens, ignores SIGTERM), `flood`, `memory`, `late` (dies after its first answers).
    public static void main(String[] args) throws Exception {
        String mode = System.getenv().getOrDefault("MODE", "ok");
        switch (mode) {
            case "crash" -> {
                System.err.println("no such luck \u001b[31mtoday");
                System.exit(7);
            }
            case "silent" -> Thread.sleep(60_000);
            case "memory" -> System.out.println(new byte[500 << 20].length);
            case "hang" -> Runtime.getRuntime().addShutdownHook(new Thread(PlainService::hang));
            case "flood" -> Thread.startVirtualThread(PlainService::flood);
            case "late" -> Thread.startVirtualThread(PlainService::dieLater);
            default ->
                    Runtime.getRuntime()
                            .addShutdownHook(new Thread(() -> save("bye", "ended well")));
        }
        serve(() -> new TreeMap<>(System.getenv()).toString());
    }

    /// Serves until the process ends.
    static void serve(Supplier<String> text) throws IOException {
        var address = UnixDomainSocketAddress.of(System.getenv("ATEK_ASSIGNED_SOCKET_FILE"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            System.out.println("listening");
            while (true) {
                try (SocketChannel client = server.accept()) {
                    client.read(ByteBuffer.allocate(4096));
                    byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
                    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
                    client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
                    client.write(ByteBuffer.wrap(body));
                } catch (IOException clientWentAway) {
                    // The next one is served. Words of it could be taken for the last ones.
                }
            }
        }
    }

    private static void hang() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void flood() {
        for (int i = 0; i < 200_000; i++) {
            System.out.println("line " + i);
        }
    }

    private static void dieLater() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("cannot go on");
        System.exit(9);
    }

    private static void save(String name, String text) {
        try {
            Files.writeString(Path.of(System.getenv("ATEK_DATA_DIR"), name), text);
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}
