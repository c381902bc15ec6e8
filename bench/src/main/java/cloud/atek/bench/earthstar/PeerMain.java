package cloud.atek.bench.earthstar;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Our Earthstar in a process of its own, that does what the lines of its input say; `peer.cjs` is
/// its counterpart.
///
/// | line | does | answers |
/// |---|---|---|
/// | `fresh` | goes on with an empty workspace | 0 |
/// | `fill N` | goes on with one that has the first N documents | 0 |
/// | `add N` | signs and keeps N more | 0 |
/// | `ingest N` | takes the first N documents into an empty workspace | documents a second |
/// | `known N` | takes them once more | documents a second |
/// | `set CALLERS N` | signs and keeps N documents in an empty workspace | documents a second |
/// | `query KIND N MS` | asks a workspace with N documents | questions a second, size of an answer |
/// | `serve SOCKET` | is a pub | 0 |
/// | `sync WAY SOCKET` | syncs with a pub, `live` or by `http` | seconds, documents there are then |
/// | `rss` | | MiB |
final class PeerMain {

    private static final PrintStream OUT = System.out;

    private PeerMain() {}

    /// @param args `memory` or `disk`, a folder, the file of documents
    public static void main(String[] args) throws Exception {
        var documents = new Documents(Path.of(args[2]));
        try (var store = new OurStore(args[0].equals("disk"), Path.of(args[1]), documents);
                var pub = new OurPub(store);
                var in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                double[] answer = answer(store, pub, documents, line.split(" "));
                OUT.println(
                        Arrays.stream(answer)
                                .mapToObj(Double::toString)
                                .collect(Collectors.joining(" ")));
            }
        }
    }

    private static double[] answer(OurStore store, OurPub pub, Documents documents, String[] words)
            throws IOException {
        return switch (words[0]) {
            case "fresh" -> {
                store.fresh();
                yield one(0);
            }
            case "fill" -> {
                store.fresh();
                store.ingest(number(words[1]));
                yield one(0);
            }
            case "add" -> {
                store.set(1, number(words[1]));
                yield one(0);
            }
            case "ingest" -> {
                store.fresh();
                yield one(number(words[1]) / store.ingest(number(words[1])));
            }
            case "known" -> one(number(words[1]) / store.ingest(number(words[1])));
            case "set" -> {
                store.fresh();
                yield one(number(words[2]) / store.set(number(words[1]), number(words[2])));
            }
            case "query" ->
                    new Questions(store.replica(), documents, number(words[2]))
                            .ask(words[1], number(words[3]));
            case "serve" -> {
                pub.serve(Path.of(words[1]));
                yield one(0);
            }
            case "sync" -> pub.sync(words[1], Path.of(words[2]));
            case "rss" -> one((double) rssMib());
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static double[] one(double number) {
        return new double[] {number};
    }

    private static long rssMib() throws IOException {
        String status = Files.readString(Path.of("/proc/self/status"));
        String line = status.lines().filter(one -> one.startsWith("VmRSS:")).findFirst().orElse("");
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
    }
}
