package cloud.atek.bench.earthstar;

import cloud.atek.bench.Peer;
import java.io.IOException;
import java.util.Arrays;

/// Ours and theirs, asked in turns.
record Duel(Peer ours, Peer theirs) implements AutoCloseable {

    /// The medians of some rounds.
    ///
    /// @param ratio how often theirs fits into ours, of each round for itself
    record Result(double ours, double theirs, double ratio) {}

    /// Each is asked `rounds` times, and once before to warm up. What counts is the first number.
    ///
    /// @throws IOException also when the other numbers differ
    Result ask(int rounds, String line) throws IOException {
        var we = new double[rounds];
        var they = new double[rounds];
        var ratios = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double[] our = ours.ask(line);
            double[] their = theirs.ask(line);
            if (our.length > 1 && our[1] != their[1]) {
                throw new IOException(line + ": ours has " + our[1] + ", theirs " + their[1]);
            }
            if (round >= 0) {
                we[round] = our[0];
                they[round] = their[0];
                ratios[round] = our[0] / their[0];
            }
        }
        return new Result(median(we), median(they), median(ratios));
    }

    static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Override
    public void close() throws IOException {
        try (ours;
                theirs) {
            // Both end when their input does.
        }
    }
}
