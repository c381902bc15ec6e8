package cloud.atek.host.process.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A service that takes as much as it gets of one thing, named by the variable GREED, from the
/// moment that a file `go` stands in its folder.
@SuppressWarnings("ModifiedButNotUsed") // What is held is held for its own sake.
public final class GreedyService {

    private static final boolean INTEL = System.getProperty("os.arch").equals("amd64");
    private static final Path DATA = Path.of(System.getenv("ATEK_DATA_DIR"));
    private static final int MIB = 1 << 20;

    private GreedyService() {}

    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(GreedyService::waitAndTake);
        PlainService.serve(() -> "here");
    }

    private static void waitAndTake() {
        try {
            while (!Files.exists(DATA.resolve("go"))) {
                Thread.sleep(20);
            }
            System.out.println("going");
            take(System.getenv("GREED"));
        } catch (Throwable e) {
            System.out.println("refused: " + e);
        }
    }

    private static void take(String greed) throws Throwable {
        switch (greed) {
            case "processes" -> fork();
            case "threads" -> threads();
            case "memory" -> memory();
            case "disk" -> disk();
            case "hidden" -> hidden();
            case "file" -> file();
            case "files" -> files();
            case "descriptors" -> descriptors();
            case "log" -> log();
            case "sockets" -> sockets();
            case "calls" -> calls();
            case "processor" -> processor();
            default -> System.out.println("not greedy");
        }
    }

    /// Each child forks on as well.
    private static void fork() throws Throwable {
        while (true) {
            Native.call(INTEL ? 57 : 220, INTEL ? 0 : 17);
        }
    }

    private static void threads() {
        while (true) {
            try {
                Thread.ofPlatform().start(GreedyService::forever);
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait(); // "unable to create native thread": try again.
            }
        }
    }

    private static void memory() {
        while (true) {
            MemorySegment piece = Arena.global().allocate(MIB);
            piece.fill((byte) 1);
        }
    }

    /// Some of it really, more as files of which little is written.
    private static void disk() throws IOException {
        byte[] piece = new byte[MIB];
        for (int file = 0; ; file++) {
            try (var out = new RandomAccessFile(DATA.resolve("f" + file).toFile(), "rw")) {
                for (int i = 0; i < 64; i++) {
                    out.write(piece);
                }
                out.setLength(512L * MIB);
            }
        }
    }

    /// One that is larger than all it may store.
    private static void file() throws IOException {
        try (var out = new RandomAccessFile(DATA.resolve("large").toFile(), "rw")) {
            out.setLength(4096L * MIB);
        }
    }

    /// The same in files that have no name any more.
    private static void hidden() throws IOException {
        var open = new ArrayList<RandomAccessFile>();
        for (int file = 0; ; file++) {
            Path path = DATA.resolve("h" + file);
            var out = new RandomAccessFile(path.toFile(), "rw");
            Files.delete(path);
            out.setLength(512L * MIB);
            open.add(out);
        }
    }

    private static void files() throws IOException {
        for (int folder = 0; ; folder++) {
            Path in = Files.createDirectory(DATA.resolve("d" + folder));
            for (int file = 0; file < 1_000; file++) {
                Files.createFile(in.resolve("f" + file));
            }
        }
    }

    private static void descriptors() throws IOException {
        List<OutputStream> open = new ArrayList<>();
        while (true) {
            open.add(Files.newOutputStream(DATA.resolve("same")));
        }
    }

    private static void log() {
        String line = "x".repeat(1_000);
        while (true) {
            System.out.println(line);
        }
    }

    private static void sockets() {
        List<SocketChannel> open = new ArrayList<>();
        while (true) {
            try {
                open.add(host());
            } catch (IOException e) {
                open.clear();
            }
        }
    }

    private static void calls() {
        for (int i = 0; i < 16; i++) {
            Thread.ofPlatform().start(GreedyService::call);
        }
    }

    private static void call() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing\"}";
        String call =
                "POST /_atek/gateway?api=atek.cloud/inspect-api HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        byte[] bytes = call.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer answer = ByteBuffer.allocate(64 << 10);
        while (true) {
            try (SocketChannel host = host()) {
                do {
                    host.write(ByteBuffer.wrap(bytes));
                } while (host.read(answer.clear()) >= 0);
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static SocketChannel host() throws IOException {
        return SocketChannel.open(
                UnixDomainSocketAddress.of(System.getenv("ATEK_HOST_SOCKET_FILE")));
    }

    private static void processor() {
        for (int i = 0; i < 16; i++) {
            Thread.ofPlatform().start(GreedyService::spin);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void spin() {
        long x = 1;
        while (true) {
            x = x * 31 + 7;
        }
    }

    private static void forever() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
