package cloud.atek.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What the sandbox costs: how long a service takes from the wish to start it to its first answer,
/// and the host's own memory, of a host with the sandbox and of one without.
record SandboxBench(Path dist, PrintStream out) {

    private static final int ROUNDS = 15;

    private static final String NODE =
            "require('http').createServer((q, a) => a.end('here'))"
                    + ".listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)";

    /// Without the kit's server, so that it is the JVM and nothing else that starts.
    private static final String JAVA =
            """
            import java.net.*; import java.nio.*; import java.nio.channels.*; import java.nio.file.*;
            public class Main {
                public static void main(String[] args) throws Exception {
                    var at = Path.of(System.getenv("ATEK_ASSIGNED_SOCKET_FILE"));
                    var all = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                    all.bind(UnixDomainSocketAddress.of(at));
                    while (true) {
                        try (var one = all.accept()) {
                            one.read(ByteBuffer.allocate(4096));
                            one.write(ByteBuffer.wrap("HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n".getBytes()));
                        }
                    }
                }
            }
            """;

    void run() throws Exception {
        Path dir = Files.createTempDirectory(Path.of("/tmp"), "ab");
        try {
            put(dir.resolve("n"), "index.js", NODE, "node");
            put(dir.resolve("j"), "Main.java", JAVA, "java");
            measure(dir, "strict");
            measure(dir, "none");
        } finally {
            Folders.delete(dir);
        }
    }

    private static void put(Path folder, String file, String text, String runtime)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(file), text);
        Files.writeString(folder.resolve("atek.json"), "{\"runtime\": \"" + runtime + "\"}");
    }

    private void measure(Path dir, String sandbox) throws Exception {
        Path data = Files.createDirectories(dir.resolve(sandbox));
        Files.writeString(data.resolve("config.json"), "{\"sandbox\": \"" + sandbox + "\"}");
        try (var host = HostUnderTest.start(dist, data, true)) {
            host.awaitReady();
            out.printf("\"sandbox\": \"%s\", the host at first %d MiB%n", sandbox, mib(host));
            for (String name : new String[] {"n", "j"}) {
                call(
                        host,
                        "install",
                        "[{\"sourceUrl\": \"file://%s\", \"id\": \"%s\"}]"
                                .formatted(dir.resolve(name), name));
                double[] took = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    call(host, "stop", "[\"" + name + "\"]");
                    long begun = System.nanoTime();
                    call(host, "start", "[\"" + name + "\"]");
                    took[round] = (System.nanoTime() - begun) / 1e6;
                }
                Arrays.sort(took);
                out.printf(
                        "  start of a small service, %s: %.0f ms (median of %d), least %.0f ms%n",
                        name.equals("n") ? "Node" : "Java", took[ROUNDS / 2], ROUNDS, took[0]);
            }
            out.printf("  the host at last %d MiB%n", mib(host));
        }
    }

    private static long mib(HostUnderTest host) throws IOException {
        return host.memoryKib("VmRSS") >> 10;
    }

    private static void call(HostUnderTest host, String method, String params) throws IOException {
        try (var wire = KeepAlive.tcp(host.address())) {
            String request = host.request("atek.cloud/services-api", method, params);
            String answer = wire.exchange(request.getBytes(StandardCharsets.US_ASCII));
            if (!answer.contains("\"result\"")) {
                throw new IOException(method + " was refused: " + answer);
            }
        }
    }
}
