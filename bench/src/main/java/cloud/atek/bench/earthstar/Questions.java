package cloud.atek.bench.earthstar;

import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.replica.DocKey;
import cloud.atek.earthstar.replica.Query;
import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/// What a workspace of ours is asked for.
///
/// @param count documents that are there, which are the first of the file
record Questions(Replica replica, Documents documents, int count) {

    private static final int FEW = 10;
    private static final int MANY = 100;

    /// Asks again and again.
    ///
    /// @return how often a second, and how much the last answer had
    double[] ask(String kind, long millis) throws IOException {
        Document some = documents.one(ThreadLocalRandom.current().nextInt(count));
        double late = documents.one(count - MANY - 1).timestamp();
        long start = System.nanoTime();
        long times = 0;
        int found = 0;
        double seconds = 0;
        while (seconds < millis / 1e3) {
            found = answer(kind, some, late);
            times++;
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return new double[] {times / seconds, found};
    }

    private int answer(String kind, Document some, double late) throws IOException {
        int number = ThreadLocalRandom.current().nextInt(count);
        Query.Builder where = Query.where();
        return switch (kind) {
            case "path" -> replica.document(Documents.path(number)).isPresent() ? 1 : 0;
            case "prefix" -> found(where.pathStartsWith(Documents.folder(number)));
            case "prefix-limit" -> found(where.pathStartsWith(Documents.folder(number)).limit(FEW));
            case "author" -> found(where.history(Query.History.ALL).author(some.author()));
            case "time" -> found(where.timestampGt(late));
            case "limit" -> found(where.limit(FEW));
            case "after" ->
                    found(where.continueAfter(new DocKey("/f1", some.author())).limit(MANY));
            case "everything" -> everything();
            case "paths" -> replica.paths(Query.LATEST).size();
            case "authors" -> replica.authors().size();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private int found(Query.Builder where) throws IOException {
        return replica.documents(where.build()).size();
    }

    private int everything() throws IOException {
        var read = new int[1];
        replica.each(_ -> read[0]++);
        return read[0];
    }
}
