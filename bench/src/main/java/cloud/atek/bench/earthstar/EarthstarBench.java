package cloud.atek.bench.earthstar;

import cloud.atek.bench.Folders;
import cloud.atek.bench.NodePackages;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Our Earthstar beside the published package: each in a process of its own, in turns, one that
/// works at a time, ours with the flags that the host gives a service.
///
/// @param folder on the disk that is measured
public record EarthstarBench(Path folder, PrintStream out) {

    private static final int DOCUMENTS = 100_000;

    public void run() throws Exception {
        Path dir = Files.createTempDirectory(folder, "es").toAbsolutePath();
        try {
            Path script = script();
            Documents documents = Documents.written(dir.resolve("documents"), DOCUMENTS);
            var sides = new Sides(dir, script, documents);
            new StoreBench(sides, out).run();
            new SyncBench(sides, out).run();
        } finally {
            Folders.delete(dir);
        }
    }

    /// SQLite's binding is compiled here, for there is no ready one for this Node.
    private Path script() throws IOException, InterruptedException {
        Path node = folder.resolve("bench-earthstar");
        Path script = NodePackages.fetched(node, EarthstarBench.class, "peer.cjs");
        Path sqlite = script.resolveSibling("node_modules/better-sqlite3");
        if (!Files.exists(sqlite.resolve("build/Release/better_sqlite3.node"))) {
            NodePackages.npm(sqlite, "run", "build-release");
        }
        return script;
    }
}
