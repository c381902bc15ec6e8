package cloud.atek.earthstar.pub;

import cloud.atek.earthstar.format.Checked;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.format.RawDocument;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.Written;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Takes the documents of one body, some at a time, and counts what became of them. One thread owns
/// it.
final class Push {

    /// Documents that are in memory at a time.
    private static final int BATCH_DOCUMENTS = 500;

    private final Replica replica;
    private final List<RawDocument> batch = new ArrayList<>();
    private int total;
    private int accepted;

    Push(Replica replica) {
        this.replica = replica;
    }

    /// @param body an array, as was made sure
    /// @return what the published pub answers
    String take(byte[] body) throws IOException {
        try {
            var _ = DocumentJson.parseAll(new ByteArrayInputStream(body), this::add);
            flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return "{\"numIngested\":%d,\"numIgnored\":%d,\"numTotal\":%d}"
                .formatted(accepted, total - accepted, total);
    }

    private void add(Checked<RawDocument> pushed) {
        total++;
        pushed.good().ifPresent(batch::add);
        if (batch.size() == BATCH_DOCUMENTS) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void flush() throws IOException {
        for (Written each : replica.ingest(batch, "http")) {
            accepted += each instanceof Written.Accepted ? 1 : 0;
        }
        batch.clear();
    }
}
