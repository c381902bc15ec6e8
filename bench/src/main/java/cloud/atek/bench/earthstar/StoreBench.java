package cloud.atek.bench.earthstar;

import cloud.atek.bench.earthstar.Sides.Kept;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// Writing, taking and asking, in memory and on disk: ours on a datachain, theirs in an SQLite
/// file.
record StoreBench(Sides sides, PrintStream out) {

    private static final List<Integer> SIZES = List.of(10_000, 100_000);
    private static final List<String> QUESTIONS =
            List.of(
                    "path",
                    "prefix",
                    "prefix-limit",
                    "author",
                    "time",
                    "limit",
                    "after",
                    "everything",
                    "paths",
                    "authors");

    private static final int ROUNDS = 3;
    private static final int QUESTION_MS = 300;

    void run() throws IOException {
        for (Kept kept : Kept.values()) {
            writing(kept);
        }
        for (int size : SIZES) {
            for (Kept kept : Kept.values()) {
                asking(kept, size);
            }
        }
    }

    void writing(Kept kept) throws IOException {
        // Theirs needs a second for some hundred on disk.
        int count = kept == Kept.DISK ? 1_000 : 10_000;
        head("documents a second", kept);
        try (var duel = duel(kept)) {
            rate(duel, "set", "set 1 " + count);
            rate(duel, "set, 16 callers", "set 16 " + count);
            rate(duel, "ingest", "ingest " + count);
            rate(duel, "ingest of known ones", "known " + count);
        }
    }

    private Duel duel(Kept kept) throws IOException {
        return new Duel(sides.ours(kept), sides.theirs(kept));
    }

    private void rate(Duel duel, String what, String line) throws IOException {
        Duel.Result result = duel.ask(ROUNDS, line);
        out.printf(
                "%-22s %12.0f %12.0f %10.2f%n",
                what, result.ours(), result.theirs(), result.ratio());
    }

    void asking(Kept kept, int size) throws IOException {
        try (var duel = duel(kept)) {
            duel.ours().ask("fill " + size);
            duel.theirs().ask("fill " + size);
            head("ms a question, %,d documents".formatted(size), kept);
            for (String question : QUESTIONS) {
                ask(duel, question, size);
            }
            double we = duel.ours().ask("rss")[0];
            double they = duel.theirs().ask("rss")[0];
            out.printf("%-22s %12.0f %12.0f %10.2f%n", "RSS MiB", we, they, they / we);
        }
    }

    private void ask(Duel duel, String question, int size) throws IOException {
        String line = "query %s %d %d".formatted(question, size, QUESTION_MS);
        Duel.Result result = duel.ask(ROUNDS, line);
        out.printf(
                "%-22s %12.4f %12.4f %10.2f%n",
                question, 1e3 / result.ours(), 1e3 / result.theirs(), result.ratio());
    }

    private void head(String what, Kept kept) {
        out.printf("%n%s, %s%n", what, kept == Kept.DISK ? "on disk" : "in memory");
        out.printf("%-22s %12s %12s %10s%n", "", "ours", "npm", "ours : npm");
    }
}
