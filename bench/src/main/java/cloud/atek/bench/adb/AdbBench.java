package cloud.atek.bench.adb;

import cloud.atek.bench.Folders;
import cloud.atek.bench.NodePackages;
import cloud.atek.bench.Peer;
import cloud.atek.bench.ServiceJvm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a service does with its database, beside SQLite, hyperbee (which the first ADB was made of)
/// and PouchDB: each in a process of its own, in turns, one that works at a time. ADB and SQLite
/// sync every write, the two of Node none.
///
/// @param folder on the disk that is measured
/// @param sizes how many records there are
public record AdbBench(Path folder, PrintStream out, List<Integer> sizes) {

    private static final List<Integer> CLIENTS = List.of(1, 16);
    private static final List<String> OPERATIONS = List.of("put", "batch", "get", "range");
    private static final int ROUNDS = 3;
    private static final int ROUND_MS = 1500;

    /// The heap that the host gives ADB.
    private static final int HEAP_MB = 96;

    public void run() throws Exception {
        Path dir = Files.createTempDirectory(folder, "adb").toAbsolutePath();
        try {
            Path script =
                    NodePackages.fetched(folder.resolve("bench-peers"), AdbBench.class, "peer.mjs");
            for (int size : sizes) {
                measure(dir, script, size);
            }
        } finally {
            Folders.delete(dir);
        }
    }

    private void measure(Path dir, Path script, int size) throws IOException {
        var peers = new ArrayList<Peer>();
        try {
            for (String kind : List.of("adb", "sqlite")) {
                String at = made(dir, kind + size).toString();
                String records = Integer.toString(size);
                peers.add(
                        Peer.start(
                                kind,
                                ServiceJvm.command(HEAP_MB, PeerMain.class, kind, at, records)));
            }
            for (String kind : List.of("hyperbee", "pouchdb")) {
                String at = made(dir, kind + size).toString();
                peers.add(
                        Peer.start(
                                kind,
                                List.of(
                                        "node",
                                        script.toString(),
                                        kind,
                                        at,
                                        Integer.toString(size))));
            }
            compare(peers, size);
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    private void compare(List<Peer> peers, int size) throws IOException {
        out.printf("%n%,d records: operations a second (p50 µs), and ADB : peer%n", size);
        out.printf("%-10s %7s", "", "clients");
        peers.forEach(peer -> out.printf(" %20s", peer.name()));
        out.println("      sqlite    hyperbee     pouchdb");
        for (Peer peer : peers) {
            peer.ask("fill");
        }
        for (String operation : OPERATIONS) {
            for (int clients : CLIENTS) {
                line(peers, operation, clients);
            }
        }
        for (Peer peer : peers) {
            peer.ask("index");
        }
        for (int clients : CLIENTS) {
            line(peers, "query", clients);
        }
        out.printf("%-10s %7s", "RSS MiB", "");
        for (Peer peer : peers) {
            out.printf(" %20.0f", peer.ask("rss")[0]);
        }
        out.println();
    }

    private void line(List<Peer> peers, String operation, int clients) throws IOException {
        List<List<Answer>> rounds = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            var answers = new ArrayList<Answer>();
            for (Peer peer : peers) {
                answers.add(Answer.of(peer, operation + " " + clients + " " + ROUND_MS));
            }
            if (round > 0) {
                // The first one warms up.
                rounds.add(answers);
            }
        }
        var medians = new ArrayList<Answer>();
        for (int i = 0; i < peers.size(); i++) {
            int peer = i;
            medians.add(
                    rounds.stream()
                            .map(answers -> answers.get(peer))
                            .sorted((a, b) -> Double.compare(a.perSecond(), b.perSecond()))
                            .toList()
                            .get(ROUNDS / 2));
        }
        out.printf("%-10s %7d", operation, clients);
        medians.forEach(one -> out.printf(" %10.0f (%7.0f)", one.perSecond(), one.p50Us()));
        for (Answer other : medians.subList(1, medians.size())) {
            out.printf(" %11.2f", medians.getFirst().perSecond() / other.perSecond());
        }
        out.println();
    }

    private static Path made(Path dir, String name) throws IOException {
        return Files.createDirectory(dir.resolve(name));
    }
}
