package cloud.atek.earthstar;

import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.Draft;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Keypair;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.replica.ChainStore;
import cloud.atek.earthstar.replica.DocStore;
import cloud.atek.earthstar.replica.MemoryStore;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prints how fast documents are set, taken and found. It asserts nothing: the machine decides.
@Tag("slow")
@SuppressWarnings("SystemOut") // It is read by people.
class IngestBenchmark {

    private static final int DOCUMENTS = 10_000;
    private static final Address.Workspace GARDEN =
            Address.workspace(Format.ES4, "+bench.mark").require();

    @TempDir private Path dir;

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    @Test
    void prints() throws IOException {
        List<RawDocument> documents = documents();
        for (int round = 0; round < 3; round++) {
            measure("memory", new MemoryStore(GARDEN), documents);
            var keys = new KeyFolder(new LocalDisk(), dir.resolve("keys"));
            measure(
                    "chain",
                    ChainStore.open(dir.resolve("c" + round), GARDEN, keys, ChainSettings.DEFAULT),
                    documents);
        }
    }

    private static void measure(String name, DocStore store, List<RawDocument> documents)
            throws IOException {
        Keypair author = Keypair.random(Format.ES4, "bnch").require();
        try (Replica replica = Replica.open(store)) {
            rate(name + " ingest", DOCUMENTS, () -> replica.ingest(documents, ""));
            rate(name + " ingest known", DOCUMENTS, () -> replica.ingest(documents, ""));
            rate(
                    name + " set, one thread",
                    500,
                    () -> {
                        for (int i = 0; i < 500; i++) {
                            replica.set(author, Draft.of("/set/" + i, "x"));
                        }
                    });
            rate(name + " documents()", 1, () -> replica.documents(Query.LATEST));
            rate(name + " paths()", 1, () -> replica.paths(Query.LATEST));
            Query prefix = Query.pathStartsWith("/p7/");
            rate(name + " prefix of 100", 1, () -> replica.documents(prefix));
            Query ten = Query.where().limit(10).build();
            rate(name + " limit 10", 1, () -> replica.documents(ten));
            Query late = Query.where().timestampGt(replica.now() - 10_000_000).limit(10).build();
            rate(name + " timestampGt", 1, () -> replica.documents(late));
        }
    }

    private static void rate(String what, int count, Work work) throws IOException {
        long from = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf("%-24s %10.3f ms %12.0f /s%n", what, seconds * 1e3, count / seconds);
    }

    private static List<RawDocument> documents() {
        double now = System.currentTimeMillis() * 1e3 - 1e9;
        List<Keypair> authors = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            authors.add(Keypair.random(Format.ES4, "aut" + i).require());
        }
        var documents = new ArrayList<RawDocument>();
        for (int i = 0; i < DOCUMENTS; i++) {
            Draft draft = Draft.of("/p" + i % 100 + "/" + i, "x".repeat(80));
            Document signed =
                    authors.get(i % 4).sign(GARDEN.text(), draft, now + i, now, now + i).require();
            documents.add(DocumentJson.parse(DocumentJson.write(signed)).require());
        }
        return documents;
    }
}
