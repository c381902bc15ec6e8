package cloud.atek.datachain.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stages in a real chain.
class StagesTest {

    private static final RowKey COUNT = new RowKey(0, 100);

    @TempDir private Path dir;

    private final SigningKey key = SigningKey.random();

    @BeforeEach
    void keepKey() throws IOException {
        new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys")).save(key);
    }

    @Test
    void linterAddsToTheCommit() throws IOException {
        Linter log = change -> List.of(Edit.of(put(COUNT, "log", change.edits().size())));
        try (Chain chain = create(Pipeline.EMPTY.linting(log))) {
            chain.commit(Change.of(put(new RowKey(1, 1), "note", 1)));

            assertThat(chain.sequenceOf(COUNT)).isEqualTo(chain.sequenceOf(new RowKey(1, 1)));
        }
    }

    @Test
    void validatorRefusesWithItsReasonAndNothingIsWritten() throws IOException {
        Validator notes =
                Validator.each(event ->
                        event instanceof Event.Put put && put.type().equals("note")
                                ? new Vote.Deny("no notes here")
                                : new Vote.Allow());
        try (Chain chain = create(Pipeline.EMPTY.validating(notes))) {
            long before = chain.lastSequence();
            Change change =
                    Change.of(put(new RowKey(1, 1), "note", 1), put(new RowKey(1, 2), "task", 1));

            assertThat(chain.commit(change))
                    .isEqualTo(
                            new Outcome.Refused(
                                    List.of(
                                            new Outcome.Reason.Denied(
                                                    new RowKey(1, 1), "no notes here"))));
            assertThat(chain.lastSequence()).isEqualTo(before);
            assertThat(chain.commit(Change.of(put(new RowKey(1, 2), "task", 1))))
                    .isInstanceOf(Outcome.Committed.class);
        }
    }

    @Test
    void indexerIsFedAndCatchesUpAfterAnOpen() throws IOException {
        var first = new Types();
        try (Chain chain = create(Pipeline.EMPTY.indexing(first))) {
            chain.commit(Change.of(put(new RowKey(1, 1), "note", 1)));
        }
        var second = new Types();
        try (Chain chain = open(Pipeline.EMPTY.indexing(second))) {
            chain.commit(Change.of(put(new RowKey(1, 2), "task", 1)));
        }

        assertThat(first.seen).endsWith("note");
        assertThat(second.seen).endsWith("note", "task").hasSize(first.seen.size() + 1);
    }

    @Test
    void openBodyForReadersIsRefusedByThePresets() throws IOException {
        var group = new Authority.Read.Readers(new RowKey(9, 9));
        var open =
                new Event.Put(
                        new RowKey(1, 1),
                        null,
                        "note",
                        Bytes.ofHex("01"),
                        Encoding.PLAIN,
                        new Authority(group, new Authority.Write.Inherit()));
        ChainSettings settings =
                ChainSettings.DEFAULT.with(id -> Preset.BEST_SECURITY.pipeline(id));
        try (Chain chain = Chain.create(dir.resolve("chain"), key, settings)) {
            assertThat(chain.commit(Change.of(open))).isInstanceOf(Outcome.Refused.class);
        }
    }

    private Chain create(Pipeline pipeline) throws IOException {
        return Chain.create(dir.resolve("chain"), key, ChainSettings.DEFAULT.with(_ -> pipeline));
    }

    private Chain open(Pipeline pipeline) throws IOException {
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));
        return Chain.open(dir.resolve("chain"), keys, ChainSettings.DEFAULT.with(_ -> pipeline));
    }

    private static Event put(RowKey row, String type, int body) {
        return new Event.Put(row, null, type, Bytes.owning(new byte[] {(byte) body}));
    }

    /// Keeps the types of all rows, in memory.
    private static final class Types implements Indexer {

        private final List<String> seen = new ArrayList<>();
        private long sequence;

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public void feed(Commit commit) {
            commit.events().forEach(event -> seen.add(((Event.Put) event).type()));
            sequence = commit.sequence();
        }

        @Override
        public void reset() {
            seen.clear();
            sequence = 0;
        }
    }
}
