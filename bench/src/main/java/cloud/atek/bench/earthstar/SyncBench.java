package cloud.atek.bench.earthstar;

import cloud.atek.bench.Peer;
import cloud.atek.bench.earthstar.Sides.Kept;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Syncs over HTTP between two processes: ours live, ours by the protocol of the published pubs,
/// and the published client with the published pub.
record SyncBench(Sides sides, PrintStream out) {

    private static final int DOCUMENTS = 10_000;
    private static final int DIFFERENCES = 10;
    private static final int ROUNDS = 3;
    private static final List<String> STEPS =
            List.of("push to an empty pub", "nothing to do", "10 differences", "pull of all");

    private static final long START_MS = 20_000;

    /// A client, its pub, and what both say to each other.
    ///
    /// @param sync the line that makes the client sync
    /// @param empty the peer and the line that empty the pub
    private record Road(
            String name, Peer client, Meter meter, String sync, Peer emptier, String empty) {}

    /// What one step took in each round.
    private static final class Step {
        private final double[] seconds = new double[ROUNDS];
        private final long[] bytes = new long[ROUNDS];
    }

    /// In memory: on disk theirs takes a minute for what ours does in seconds.
    void run() throws IOException, InterruptedException {
        compare(Kept.MEMORY);
    }

    void compare(Kept kept) throws IOException, InterruptedException {
        int port = freePort();
        Path entrance = sides.dir().resolve(kept.word() + "-in");
        Path pub = sides.dir().resolve(kept.word() + "-pub");
        Process theirPub = sides.theirPub(kept, port);
        try (Peer ours = sides.ours(kept);
                Peer ourPub = sides.ours(kept);
                Peer theirs = sides.theirs(kept);
                var meter =
                        Meter.start(
                                UnixDomainSocketAddress.of(entrance),
                                UnixDomainSocketAddress.of(pub));
                var theirMeter = Meter.start(loopback(0), loopback(port))) {
            ourPub.ask("serve " + pub);
            awaitListening(port);
            int at = ((InetSocketAddress) theirMeter.at()).getPort();
            String url = "http://127.0.0.1:" + at + "/";
            String live = "sync live " + entrance;
            String http = "sync http " + entrance;
            compare(
                    kept,
                    List.of(
                            new Road("ours, live", ours, meter, live, ourPub, "fresh"),
                            new Road("ours, as a pub", ours, meter, http, ourPub, "fresh"),
                            new Road(
                                    "npm",
                                    theirs,
                                    theirMeter,
                                    "sync " + url,
                                    theirs,
                                    "empty " + url)));
        } finally {
            theirPub.destroy();
            theirPub.waitFor(START_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void compare(Kept kept, List<Road> roads) throws IOException {
        List<List<Step>> steps = new ArrayList<>();
        roads.forEach(_ -> steps.add(STEPS.stream().map(_ -> new Step()).toList()));
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < roads.size(); i++) {
                round(roads.get(i), steps.get(i), round);
            }
        }
        print(kept, roads, steps);
    }

    /// @param round −1 to warm up
    private static void round(Road road, List<Step> steps, int round) throws IOException {
        road.emptier().ask(road.empty());
        road.client().ask("fill " + DOCUMENTS);
        step(road, steps.get(0), round, DOCUMENTS);
        step(road, steps.get(1), round, DOCUMENTS);
        road.client().ask("add " + DIFFERENCES);
        step(road, steps.get(2), round, DOCUMENTS + DIFFERENCES);
        road.client().ask("fresh");
        step(road, steps.get(3), round, DOCUMENTS + DIFFERENCES);
    }

    private static void step(Road road, Step step, int round, int wanted) throws IOException {
        road.meter().taken();
        double[] said = road.client().ask(road.sync());
        if (said[1] != wanted) {
            throw new IOException(road.name() + " has " + said[1] + " documents, not " + wanted);
        }
        if (round >= 0) {
            step.seconds[round] = said[0];
            step.bytes[round] = road.meter().taken();
        }
    }

    private void print(Kept kept, List<Road> roads, List<List<Step>> steps) {
        out.printf("%nsync of %,d documents, %s: ms, bytes, npm : ours%n", DOCUMENTS, kept.word());
        for (int at = 0; at < STEPS.size(); at++) {
            for (int i = 0; i < roads.size(); i++) {
                Step ours = steps.get(i).get(at);
                Step theirs = steps.getLast().get(at);
                out.printf(
                        "%-22s %-16s %10.1f %,12d %8.1f%n",
                        STEPS.get(at),
                        roads.get(i).name(),
                        Duel.median(ours.seconds) * 1e3,
                        ours.bytes[ROUNDS - 1],
                        ratio(theirs.seconds, ours.seconds));
            }
        }
    }

    private static double ratio(double[] theirs, double[] ours) {
        var ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = theirs[i] / ours[i];
        }
        return Duel.median(ratios);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void awaitListening(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS);
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(loopback(port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("the published pub does not listen", e);
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
