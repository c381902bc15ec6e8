package cloud.atek.bench.earthstar;

import cloud.atek.bench.Peer;
import cloud.atek.bench.ServiceJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Starts those that are compared, each with a folder of its own.
///
/// @param dir on the disk that is measured
/// @param script that drives the published package
record Sides(Path dir, Path script, Documents documents) {

    /// What the host gives, which is enough for a workspace that is kept on disk.
    private static final int DISK_HEAP_MB = 96;

    /// Documents in memory need more; Node takes as much as it wants.
    private static final int MEMORY_HEAP_MB = 512;

    /// Where documents are kept.
    enum Kept {
        MEMORY,
        DISK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Peer ours(Kept kept) throws IOException {
        int heapMb = kept == Kept.DISK ? DISK_HEAP_MB : MEMORY_HEAP_MB;
        return Peer.start(
                "ours, " + kept.word(),
                ServiceJvm.command(
                        heapMb,
                        PeerMain.class,
                        kept.word(),
                        folder(),
                        documents.file().toString()));
    }

    Peer theirs(Kept kept) throws IOException {
        return Peer.start(
                "npm, " + kept.word(),
                List.of(
                        "node",
                        script.toString(),
                        kept.word(),
                        folder(),
                        documents.file().toString()));
    }

    /// The published pub.
    ///
    /// @param port of the loopback
    Process theirPub(Kept kept, int port) throws IOException {
        Path cli = script.resolveSibling("node_modules/earthstar-pub/build/cli.js");
        var command =
                new ArrayList<>(List.of("node", cli.toString(), "-p", Integer.toString(port)));
        if (kept == Kept.DISK) {
            command.addAll(List.of("--sqlite", "--dataFolder", folder()));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("pub" + port + ".log").toFile())
                .start();
    }

    private String folder() throws IOException {
        return Files.createTempDirectory(dir, "side").toString();
    }
}
