package cloud.atek.datachain.pipe;

import static cloud.atek.datachain.readers.People.ANN;
import static cloud.atek.datachain.readers.People.BOB;
import static cloud.atek.datachain.readers.People.CHAIN;
import static cloud.atek.datachain.readers.People.GROUP;
import static cloud.atek.datachain.readers.People.done;
import static cloud.atek.datachain.readers.People.family;
import static cloud.atek.datachain.readers.People.good;
import static cloud.atek.datachain.readers.People.headers;
import static cloud.atek.datachain.readers.People.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitHead;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Origin;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Sealing;
import cloud.atek.testkit.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineTest {

    private static final Validator SHORT =
            Validator.each(event ->
                    event instanceof Event.Put put && put.body().size() > 10
                            ? new Vote.Deny("too long")
                            : new Vote.Abstain());
    private static final Validator NOTES =
            Validator.each(event ->
                    switch (event) {
                        case Event.Put put when put.type().equals("note") -> new Vote.Allow();
                        case Event.Put put -> new Vote.Deny("no rows of the type " + put.type());
                        case Event.Tombstone _ -> new Vote.Abstain();
                    });

    private final Stand stand = new Stand();

    @Test
    void anyDenialRefusesAndAllReasonsAreTold() throws Exception {
        Pipeline pipeline = Pipeline.EMPTY.validating(SHORT).validating(NOTES);
        var other = new Event.Put(new RowKey(1, 2), null, "task", Bytes.owning(new byte[11]));
        var note = new Event.Put(new RowKey(1, 3), null, "note", Bytes.EMPTY);

        assertThat(pipeline.objections(Change.of(other, note), stand))
                .containsExactly(
                        new Outcome.Reason.Denied(other.key(), "too long"),
                        new Outcome.Reason.Denied(other.key(), "no rows of the type task"));
        assertThat(pipeline.objections(Change.of(note), stand)).isEmpty();
    }

    @Test
    void closedPipelineWantsAnAllowForEveryEvent() throws Exception {
        Pipeline open = Pipeline.EMPTY.validating(NOTES);
        var change = Change.of(new Event.Tombstone(new RowKey(1, 1)), row(2, "x"));

        assertThat(open.objections(change, stand)).isEmpty();
        assertThat(open.close().objections(change, stand))
                .extracting(Outcome.Reason.Denied::row)
                .containsExactly(new RowKey(1, 1));
        assertThat(Pipeline.EMPTY.close().objections(change, stand)).hasSize(2);
    }

    @Test
    void validatorThatForgetsAnEventIsABug() {
        Pipeline pipeline = Pipeline.EMPTY.validating((_, _) -> List.of());

        assertThatThrownBy(() -> pipeline.objections(Change.of(row(1, "x")), stand))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lintersAddTheirRowsInTheirOrder() {
        Linter count =
                change ->
                        List.of(
                                Edit.of(
                                        new Event.Put(
                                                new RowKey(5, 5),
                                                null,
                                                "count",
                                                Bytes.owning(
                                                        new byte[] {
                                                            (byte) change.edits().size()
                                                        }))));
        Pipeline pipeline = Pipeline.EMPTY.linting(count).linting(_ -> List.of()).linting(count);

        List<Edit> added = pipeline.lint(Change.of(row(1, "x"), row(2, "y")));

        assertThat(added).hasSize(2);
        assertThat(((Event.Put) added.getFirst().event()).body()).isEqualTo(Bytes.ofHex("02"));
    }

    @Test
    void rowsComeBackFromEveryPreset() {
        Seeds.forAll((random, size) -> {
            Readers group = family(GROUP);
            var put =
                    new Event.Put(
                            new RowKey(3, size),
                            null,
                            "note",
                            DeflateTest.text(random, random.nextInt(1 + size * 20)),
                            Encoding.PLAIN,
                            random.nextBoolean() ? row(1, "").authority() : Authority.INHERIT);
            for (Preset preset : Preset.values()) {
                Pipeline pipeline = preset.pipeline(CHAIN).transforming(seal(group, ANN));
                Event.Put stored = put(pipeline.underlay(put));

                assertThat(put(pipeline.overlay(stored))).isEqualTo(put);
                assertThat(stored.encoding().sealed())
                        .isEqualTo(put.authority().read() instanceof Authority.Read.Readers);
                assertThat(stored.body().size()).isLessThanOrEqualTo(put.body().size() + 53);
                stand.put(new Event.Put(GROUP.row(), null, Readers.TYPE, group.body()));
                assertThat(pipeline.objections(Change.of(stored), stand)).isEmpty();
            }
        });
    }

    @Test
    void sealedRowsAreCompressedBefore() {
        Readers group = family(GROUP);
        Event.Put put = row(1, "again and ".repeat(100));
        Pipeline pipeline = Preset.BALANCED.pipeline(CHAIN).transforming(seal(group, ANN));

        Event.Put stored = put(pipeline.underlay(put));

        assertThat(stored.encoding().compression()).isEqualTo(Encoding.Compression.DEFLATE);
        assertThat(stored.body().size()).isLessThan(100);
    }

    @Test
    void rowWithoutItsKeyIsLocked() {
        Readers group = family(GROUP);
        Pipeline anns = Preset.BALANCED.pipeline(CHAIN).transforming(seal(group, ANN));
        Event.Put stored = put(anns.underlay(row(1, "again and ".repeat(100))));
        Readers rotated = done(group.remove(good(group.open(ANN)), BOB.recipient().id()));
        Event.Put newer =
                put(
                        Preset.BALANCED
                                .pipeline(CHAIN)
                                .transforming(seal(rotated, ANN))
                                .underlay(row(1, "x")));

        assertThat(anns.overlay(newer)).isInstanceOf(Transformed.Locked.class);
        assertThat(Preset.BALANCED.pipeline(CHAIN).overlay(stored))
                .isInstanceOf(Transformed.Locked.class);
        assertThat(
                        Pipeline.EMPTY
                                .transforming(
                                        new Seal(
                                                new Sealing(CHAIN, headers(CHAIN)),
                                                put -> put.authority().read()))
                                .underlay(row(1, "x")))
                .isInstanceOf(Transformed.Locked.class);
    }

    @Test
    void brokenRowIsDamaged() {
        Pipeline anns = Preset.BALANCED.pipeline(CHAIN).transforming(seal(family(GROUP), ANN));
        Event.Put stored = put(anns.underlay(row(1, "again and ".repeat(100))));
        var moved =
                new Event.Put(
                        new RowKey(1, 2),
                        null,
                        "note",
                        stored.body(),
                        stored.encoding(),
                        stored.authority());
        var junk = new Encoding(Encoding.Compression.DEFLATE, null);

        assertThat(anns.overlay(moved)).isInstanceOf(Transformed.Damaged.class);
        assertThat(
                        anns.overlay(
                                new Event.Put(
                                        new RowKey(1, 2),
                                        null,
                                        "note",
                                        Bytes.ofHex("00000001ff"),
                                        junk,
                                        Authority.INHERIT)))
                .isInstanceOf(Transformed.Damaged.class);
    }

    @Test
    void rowsOfTheChainItselfStayPlain() {
        Pipeline pipeline =
                Preset.SMALLEST_SIZE.pipeline(CHAIN).transforming(seal(family(GROUP), ANN));
        var put =
                new Event.Put(
                        GROUP.row(),
                        null,
                        Readers.TYPE,
                        Bytes.owning(new byte[1_000]),
                        Encoding.PLAIN,
                        row(1, "").authority());

        assertThat(put(pipeline.underlay(put))).isEqualTo(put);
    }

    @Test
    void transformersAreUndoneTheOtherWayRound() {
        Pipeline pipeline = Pipeline.EMPTY.transforming(appends("1")).transforming(appends("2"));

        Event.Put stored = put(pipeline.underlay(row(1, "x")));

        assertThat(stored.type()).isEqualTo("note12");
        assertThat(put(pipeline.overlay(stored)).type()).isEqualTo("note");
    }

    @Test
    void presetsTurnOnWhatTheTableSays() {
        for (Preset preset : Preset.values()) {
            Pipeline pipeline = preset.pipeline(CHAIN);
            assertThat(pipeline.transformers())
                    .isEqualTo(
                            switch (preset) {
                                case SMALLEST_SIZE -> List.of(new Compress(6));
                                case BALANCED -> List.of(new Compress(3));
                                default -> List.of();
                            });
            assertThat(pipeline.validators())
                    .hasSize(preset.compareTo(Preset.BEST_PERFORMANCE) < 0 ? 0 : 1);
            assertThat(preset.compacted()).isEqualTo(preset != Preset.RAW);
            assertThat(preset.distributed()).isEqualTo(preset == Preset.BEST_SECURITY);
        }
        assertThat(EnumSet.allOf(Preset.class)).hasSize(7);
    }

    @Test
    void indexersGetEveryCommitOnce() {
        var first = new Sequences();
        var second = new Sequences();
        second.seen.add(3L);
        Pipeline pipeline = Pipeline.EMPTY.indexing(first).indexing(second);

        assertThat(pipeline.wanted(4)).isEqualTo(1);
        for (long sequence : new long[] {1, 3, 4}) {
            pipeline.rebuild(commit(sequence));
        }
        assertThat(pipeline.wanted(4)).isEqualTo(5);
        pipeline.feed(commit(5));

        assertThat(first.seen).containsExactly(1L, 3L, 4L, 5L);
        assertThat(second.seen).containsExactly(3L, 4L, 5L);
    }

    @Test
    void indexerThatKnowsTooMuchStartsAgain() {
        var indexer = new Sequences();
        indexer.seen.add(9L);

        assertThat(Pipeline.EMPTY.indexing(indexer).wanted(4)).isEqualTo(1);
        assertThat(indexer.seen).isEmpty();
    }

    @Test
    void indexerThatFailsStaysBehindAndStopsNobody() {
        var failing = new Sequences();
        failing.failAt = 2;
        var other = new Sequences();
        Pipeline pipeline = Pipeline.EMPTY.indexing(failing).indexing(other);

        pipeline.feed(commit(1));
        pipeline.feed(commit(2));
        pipeline.feed(commit(3));

        assertThat(failing.seen).isEmpty();
        assertThat(other.seen).containsExactly(1L, 2L, 3L);
        assertThat(pipeline.wanted(3)).isEqualTo(1);
    }

    private static Seal seal(Readers group, RecipientKey member) {
        var sealing = new Sealing(CHAIN, headers(CHAIN));
        sealing.hold(good(group.open(member)));
        return new Seal(sealing, put -> put.authority().read());
    }

    private static Event.Put put(Transformed transformed) {
        if (transformed instanceof Transformed.Good(Event.Put put)) {
            return put;
        }
        throw new AssertionError(transformed);
    }

    private static Commit commit(long sequence) {
        var head =
                new CommitHead(sequence, Instant.EPOCH, Hash.ZERO, Origin.of(CHAIN), 1, Hash.ZERO);
        return new Commit(
                head, List.of(new Commit.Item.Kept(0, new Event.Tombstone(new RowKey(1, 1)))));
    }

    private static Transformer appends(String suffix) {
        return new Transformer() {
            @Override
            public Transformed underlay(Event.Put put) {
                return typed(put, put.type() + suffix);
            }

            @Override
            public Transformed overlay(Event.Put put) {
                assertThat(put.type()).endsWith(suffix);
                return typed(put, put.type().substring(0, put.type().length() - 1));
            }

            private Transformed typed(Event.Put put, String type) {
                return new Transformed.Good(
                        new Event.Put(put.key(), put.place(), type, put.body()));
            }
        };
    }

    /// Remembers what it was fed.
    private static final class Sequences implements Indexer {

        private final List<Long> seen = new ArrayList<>();
        private long failAt;

        @Override
        public long sequence() {
            return seen.isEmpty() ? 0 : seen.getLast();
        }

        @Override
        public void feed(Commit commit) {
            seen.add(commit.sequence());
            if (commit.sequence() == failAt) {
                throw new IllegalStateException("no");
            }
        }

        @Override
        public void reset() {
            seen.clear();
        }
    }
}
