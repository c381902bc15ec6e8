package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.RawDocument;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A workspace as one file: JSON Lines, the first of them naming what follows, each other one a
/// document as it goes from home to home.
public final class WorkspaceFile {

    /// Documents that are in memory at a time.
    private static final int BATCH_DOCUMENTS = 1_000;

    private WorkspaceFile() {}

    /// What an import did.
    ///
    /// @param refused lines that are no good documents of the workspace
    public record Imported(int accepted, int ignored, int refused) {}

    /// Writes all that a replica has.
    ///
    /// @param file that is not there yet
    /// @return how many documents
    public static int write(Replica replica, Path file) throws IOException {
        var written = new int[1];
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(head(replica));
            out.write('\n');
            replica.each(document -> {
                out.write(DocumentJson.write(document));
                out.write('\n');
                written[0]++;
            });
        }
        return written[0];
    }

    /// Takes what a file has, each document judged as if it came from elsewhere. It may be done
    /// again.
    ///
    /// @throws IOException also when it is a file of another workspace, or none
    public static Imported read(Replica replica, Path file) throws IOException {
        var counts = new int[3];
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String head = in.readLine();
            if (head == null || !head.equals(head(replica))) {
                throw new IOException("want a file that begins with " + head(replica));
            }
            var batch = new ArrayList<RawDocument>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (DocumentJson.parse(line)
                        instanceof Checked.Good<RawDocument>(RawDocument document)) {
                    batch.add(document);
                } else {
                    counts[2]++;
                }
                if (batch.size() == BATCH_DOCUMENTS) {
                    count(replica.ingest(batch, file.toString()), counts);
                    batch.clear();
                }
            }
            count(replica.ingest(batch, file.toString()), counts);
        }
        return new Imported(counts[0], counts[1], counts[2]);
    }

    private static void count(List<Written> written, int[] counts) {
        for (Written each : written) {
            switch (each) {
                case Written.Accepted _ -> counts[0]++;
                case Written.Ignored _ -> counts[1]++;
                case Written.Refused _ -> counts[2]++;
            }
        }
    }

    private static String head(Replica replica) {
        return "{\"earthstar\":1,\"format\":\"%s\",\"workspace\":\"%s\"}"
                .formatted(replica.workspace().format().label(), replica.workspace().text());
    }
}
