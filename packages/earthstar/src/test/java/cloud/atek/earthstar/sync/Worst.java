package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.pub.PubHandler;
import cloud.atek.earthstar.pub.Workspaces;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Takes the largest things of the smallest parts and prints what became of each.
final class Worst {

    /// Of a push, and of a message.
    private static final int BYTES = 31 << 20;

    private static final int PIECE = 1 << 20;

    private Worst() {}

    /// One workspace.
    private record Alone(Replica replica) implements Workspaces {
        @Override
        public Optional<Replica> find(String address) {
            return Optional.of(replica);
        }

        @Override
        public Optional<Replica> open(String address) {
            return find(address);
        }
    }

    @SuppressWarnings("SystemOut") // What the test reads.
    public static void main(String[] args) throws IOException {
        var workspace = Address.workspace(Format.ES4, "+garden.abc").require();
        try (Replica replica = Replica.open(new MemoryStore(workspace))) {
            var pub = new PubHandler(new Alone(replica), false);
            System.out.println("empty objects: " + push(pub, array("{},", BYTES), false));
            System.out.println("many fields: " + push(pub, array(fields(), BYTES), false));
            System.out.println("packed: " + push(pub, packed(64L << 20), true));
            System.out.println("deep: " + push(pub, filled('[', BYTES), false));
        }
        System.out.println("empty documents: " + read(() -> Batch.read(documents())));
        System.out.println("empty ranges: " + read(() -> Batch.read(ranges())));
        System.out.println("empty news: " + read(() -> Said.read(news())));
        System.out.println("endless pieces: " + read(() -> new Pieces(new Endless()).receive()));
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static String read(Reading reading) throws IOException {
        try {
            return reading.read().getClass().getSimpleName();
        } catch (MalformedBatchException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static int push(PubHandler pub, byte[] body, boolean packed) throws IOException {
        Headers headers = Headers.of("Content-Type", "application/json");
        var request =
                new Request(
                        "POST",
                        "/earthstar-api/v1/+garden.abc/documents",
                        packed ? headers.with("Content-Encoding", "gzip") : headers,
                        Body.of(body));
        return ((Response) pub.handle(request)).status();
    }

    private static byte[] array(String element, int bytes) {
        var text = new byte[bytes];
        Arrays.fill(text, (byte) ' ');
        byte[] one = element.getBytes(StandardCharsets.US_ASCII);
        int at = 1;
        while (at + one.length < bytes) {
            System.arraycopy(one, 0, text, at, one.length);
            at += one.length;
        }
        text[0] = '[';
        // In the place of the last comma.
        text[at - 1] = ']';
        return text;
    }

    /// An object with as many fields as it gets, each of another name.
    private static String fields() {
        var text = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            text.append(i == 0 ? "" : ",").append('"').append(i).append("\":1");
        }
        return text + "},";
    }

    private static byte[] filled(char character, int bytes) {
        var text = new byte[bytes];
        Arrays.fill(text, (byte) character);
        return text;
    }

    private static byte[] packed(long bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            byte[] piece = filled(' ', PIECE);
            for (long left = bytes; left > 0; left -= PIECE) {
                gzip.write(piece);
            }
        }
        return out.toByteArray();
    }

    /// A batch of as many documents without a byte as fit.
    private static byte[] documents() {
        var message = new byte[BYTES];
        counted(head(message).putInt(0).putInt(0), Integer.BYTES);
        return message;
    }

    private static byte[] news() {
        var message = new byte[BYTES];
        counted(ByteBuffer.wrap(message).put((byte) 5), Integer.BYTES);
        return message;
    }

    /// A batch of as many ranges of nothing as fit.
    private static byte[] ranges() {
        var message = new byte[BYTES];
        counted(head(message), 2);
        return message;
    }

    private static ByteBuffer head(byte[] message) {
        return ByteBuffer.wrap(message)
                .put(Batch.VERSION)
                .put(new byte[Batch.SALT_BYTES])
                .put((byte) 0);
    }

    /// As many things of so many bytes as fit.
    private static void counted(ByteBuffer out, int bytes) {
        out.putInt((out.remaining() - 3 * Integer.BYTES) / bytes);
    }

    /// Pieces of a message that never ends.
    private record Endless() implements MessageChannel {
        @Override
        public void send(byte[] message) {}

        @Override
        public Optional<byte[]> receive() {
            return Optional.of(new byte[MESSAGE_BYTES_MAX]);
        }

        @Override
        public void close() {}
    }
}
