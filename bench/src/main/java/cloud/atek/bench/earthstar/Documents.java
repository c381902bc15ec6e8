package cloud.atek.bench.earthstar;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.format.Rules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Signed documents that all sides take: a file with one as JSON on each line. Of each 10 000, in
/// an order in which neither paths nor authors are neighbours, 100 authors wrote 100, and 100 stand
/// below each of 100 folders. Contents have 80 bytes.
///
/// @param file that has them
record Documents(Path file) {

    static final Address.Workspace WORKSPACE =
            Address.workspace(Format.ES4, "+bench.mark").require();

    /// Documents of a block, which is a square of folders and authors.
    static final int BLOCK = 10_000;

    static final int SIDE = 100;

    /// No divisor of a block, so that all numbers below it come, far from their neighbours.
    private static final int STRIDE = 7919;

    private static final String CONTENT = "It is not the strongest that survives. ".repeat(3);
    private static final int CONTENT_BYTES = 80;

    static Documents written(Path file, int count) throws IOException {
        double now = now() - Duration.ofDays(1).toNanos() / 1e3;
        List<Keypair> authors =
                IntStream.range(0, SIDE * ((count + BLOCK - 1) / BLOCK))
                        .mapToObj(_ -> Keypair.random(Format.ES4, "benc").require())
                        .toList();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int number = 0; number < count; number++) {
                Keypair author = authors.get(author(number));
                Draft draft = Draft.of(path(number), content(number));
                double time = now + number;
                Document signed = author.sign(WORKSPACE.text(), draft, time, time, time).require();
                out.write(DocumentJson.write(signed));
                out.write('\n');
            }
        }
        return new Documents(file);
    }

    /// Microseconds since 1970.
    static double now() {
        return Instant.now().toEpochMilli() * 1e3;
    }

    static String path(int number) {
        return folder(number) + number;
    }

    /// In which the document of a number stands, with a slash at its end.
    static String folder(int number) {
        return "/f" + (number / BLOCK * SIDE + inBlock(number) / SIDE) + "/";
    }

    private static int author(int number) {
        return number / BLOCK * SIDE + inBlock(number) % SIDE;
    }

    private static int inBlock(int number) {
        return number % BLOCK * STRIDE % BLOCK;
    }

    static String content(int number) {
        return (number + " " + CONTENT).substring(0, CONTENT_BYTES);
    }

    /// Takes some documents that were read but not judged.
    @FunctionalInterface
    interface Taker {
        void take(List<RawDocument> batch) throws IOException;
    }

    /// Hands over the first `count` documents, `size` at a time, so that no more are in memory.
    void batches(int count, int size, Taker taker) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (int left = count; left > 0; left -= size) {
                var batch = new ArrayList<RawDocument>(size);
                for (int i = Math.min(left, size); i > 0; i--) {
                    batch.add(DocumentJson.parse(in.readLine()).require());
                }
                taker.take(batch);
            }
        }
    }

    /// One document, read and judged.
    Document one(int number) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            String json = lines.skip(number).findFirst().orElseThrow();
            return Rules.read(Format.ES4, DocumentJson.parse(json).require(), now()).require();
        }
    }
}
