package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.readers.GroupId;
import cloud.atek.datachain.readers.Newcomer;
import cloud.atek.datachain.readers.ReadKeys;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Reading;
import cloud.atek.datachain.readers.Regrouped;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealedRowsTest {

    private static final RowFormat<String> TEXT = RowFormat.text("text");
    private static final RowKey GROUP = new RowKey(7, 7);
    private static final RowKey DIARY = new RowKey(1, 1);
    private static final Place PAGES = new Place(DIARY, 1);
    private static final RecipientKey ANN = RecipientKey.random();
    private static final RecipientKey BOB = RecipientKey.random();

    private Chain chain;
    private RowFormat<Readers> readers;
    private Session ann;
    private Session bob;
    private Session stranger;

    /// A diary that Ann and Bob read.
    @BeforeEach
    void create() throws IOException {
        chain = TestChains.create();
        ann = Session.owner(chain, ANN);
        bob = Session.owner(chain, BOB);
        stranger = Session.owner(chain, RecipientKey.random());
        var group = new GroupId(chain.id(), GROUP);
        readers = RowFormat.readers(group);
        Readers both =
                done(
                        Readers.create(
                                group,
                                List.of(
                                        new Newcomer(ANN.recipient(), "Ann"),
                                        new Newcomer(BOB.recipient(), "Bob"))));
        change(
                ann,
                unit -> {
                    unit.storeAt(GROUP, null, readers, both);
                    unit.authority(unit.storeAt(DIARY, null, TEXT, "diary"), sealedFor(GROUP));
                });
    }

    @AfterEach
    void close() throws IOException {
        ann.close();
        bob.close();
        stranger.close();
        chain.close();
    }

    @Test
    void membersReadAndOthersAreToldThatItIsLocked() throws IOException {
        RowKey page = page(ann, "secret");

        assertThat(text(ann, page)).isEqualTo("secret");
        assertThat(text(bob, page)).isEqualTo("secret");
        assertThat(why(stranger, page)).isEqualTo(Loaded.Why.LOCKED);
        try (Session keyless = Session.owner(chain)) {
            assertThat(why(keyless, page)).isEqualTo(Loaded.Why.LOCKED);
        }
        assertThat(encoding(page).sealed()).isTrue();
        assertThat(encoding(DIARY).sealed()).isTrue();
        assertThat(encoding(GROUP)).isEqualTo(Encoding.PLAIN);
    }

    @Test
    void longBodiesAreCompressedAndThenSealed() throws IOException {
        RowKey page = page(ann, "long ".repeat(1_000));

        assertThat(encoding(page).compression()).isEqualTo(Encoding.Compression.DEFLATE);
        assertThat(encoding(page).sealed()).isTrue();
        assertThat(text(bob, page)).isEqualTo("long ".repeat(1_000));
    }

    @Test
    void whoIsNoMemberCannotWriteThereAndKeepsHisBuffer() throws IOException {
        try (DioMut unit = stranger.write()) {
            RowKey key = unit.storeIn(PAGES, TEXT, "from outside").key();

            assertThat(unit.commit(Scope.LOCAL))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.reasons())
                                            .singleElement()
                                            .isInstanceOf(Outcome.Reason.Unsealed.class));
            assertThat(unit.pending()).containsExactly(key);
        }
        assertThat(chain.lastSequence()).isEqualTo(2);
    }

    @Test
    void removedMemberReadsTheOldAndNotTheNew() throws IOException {
        RowKey before = page(ann, "before");
        assertThat(text(bob, before)).isEqualTo("before");

        remove(ann, BOB);
        RowKey after = page(ann, "after");

        assertThat(text(bob, before)).isEqualTo("before");
        assertThat(why(bob, after)).isEqualTo(Loaded.Why.LOCKED);
        assertThat(text(ann, before)).isEqualTo("before");
        assertThat(text(ann, after)).isEqualTo("after");
        try (DioMut unit = bob.write()) {
            unit.storeIn(PAGES, TEXT, "still here");
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void rowSealedBeforeARemovalIsNotCommittedAfterIt() throws IOException {
        try (DioMut unit = ann.write()) {
            RowKey page = unit.storeIn(PAGES, TEXT, "not for Bob").key();
            remove(ann, BOB);

            assertThat(unit.commit(Scope.LOCAL))
                    .isEqualTo(
                            new Outcome.Refused(List.of(new Outcome.Reason.Conflict(GROUP, 2, 3))));
            unit.refresh();
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
            assertThat(why(bob, page)).isEqualTo(Loaded.Why.LOCKED);
            assertThat(text(ann, page)).isEqualTo("not for Bob");
        }
    }

    @Test
    void groupAndRowsForItCanBeMadeInOneUnit() throws IOException {
        var row = new RowKey(8, 8);
        var group = new GroupId(chain.id(), row);
        Readers alone = done(Readers.create(group, List.of(new Newcomer(ANN.recipient(), "Ann"))));
        var key = new RowKey(9, 9);
        change(
                ann,
                unit -> {
                    unit.authority(unit.storeAt(key, null, TEXT, "mine"), sealedFor(row));
                    unit.storeAt(row, null, RowFormat.readers(group), alone);
                });

        assertThat(text(ann, key)).isEqualTo("mine");
        assertThat(why(bob, key)).isEqualTo(Loaded.Why.LOCKED);
    }

    @Test
    void keysOfAGroupThatWasRefusedAreNotUsedLater() throws IOException {
        try (DioMut unit = ann.write()) {
            rotate(unit);
            unit.storeIn(PAGES, TEXT, "x");
            unit.guard(new Guard(DIARY, 1));
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
        RowKey page = page(ann, "later");

        assertThat(text(bob, page)).isEqualTo("later");
    }

    @Test
    void rowIsSealedAtItsNextWriteWhenTheRuleAboveItChanges() throws IOException {
        var box = new RowKey(2, 2);
        var in = new RowKey(2, 3);
        change(
                ann,
                unit -> {
                    unit.storeAt(box, null, TEXT, "box");
                    unit.storeAt(in, new Place(box, 1), TEXT, "open");
                });
        change(ann, unit -> unit.authority(unit.load(box, TEXT).require(), sealedFor(GROUP)));
        assertThat(encoding(in).sealed()).isFalse();

        change(ann, unit -> unit.storeAt(in, new Place(box, 1), TEXT, "open"));

        assertThat(encoding(in).sealed()).isTrue();
        assertThat(text(bob, in)).isEqualTo("open");
    }

    @Test
    void rowThatLostItsRuleIsNotWrittenOpen() throws IOException {
        RowKey page = page(ann, "secret");
        change(ann, unit -> unit.delete(DIARY));
        try (DioMut unit = ann.write()) {
            assertThat(unit.unlock(GROUP)).isTrue();
            Dao<String> row = unit.load(page, TEXT).require();
            unit.update(row, "more of it");

            assertThat(unit.commit(Scope.LOCAL))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.reasons().getFirst())
                                            .isInstanceOf(Outcome.Reason.Unsealed.class));
            unit.detach(row);
            unit.authority(row, sealedFor(GROUP));
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
        }
        assertThat(text(bob, page)).isEqualTo("more of it");
    }

    @Test
    void sealedRowOfAGroupThatIsGoneIsNotWritten() throws IOException {
        change(ann, unit -> unit.delete(GROUP));
        try (DioMut unit = ann.write()) {
            unit.storeIn(PAGES, TEXT, "x");
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void collectionsAreSealedAsTheirParentIs() throws IOException {
        DaoMap<String, String> marks = new DaoMap<>(5, TEXT, TEXT);
        change(ann, unit -> marks.insert(unit, DIARY, "page", "12"));
        try (Dio dio = bob.read()) {
            assertThat(marks.find(dio, DIARY, "page").require().value().value()).isEqualTo("12");
        }
        try (Dio dio = stranger.read()) {
            assertThat(marks.find(dio, DIARY, "page")).isInstanceOf(Loaded.Unreadable.class);
        }
    }

    private RowKey page(Session session, String text) throws IOException {
        RowKey key = RowKey.random();
        change(session, unit -> unit.storeAt(key, PAGES, TEXT, text));
        return key;
    }

    private void remove(Session session, RecipientKey member) throws IOException {
        change(
                session,
                unit -> {
                    Dao<Readers> row = unit.load(GROUP, readers).require();
                    try (ReadKeys keys = opened(row.value())) {
                        unit.update(row, done(row.value().remove(keys, member.recipient().id())));
                    }
                });
    }

    private void rotate(DioMut unit) throws IOException {
        Dao<Readers> row = unit.load(GROUP, readers).require();
        try (ReadKeys keys = opened(row.value())) {
            unit.update(row, done(row.value().rotate(keys)));
        }
    }

    private static ReadKeys opened(Readers readers) {
        if (readers.open(ANN) instanceof Reading.Good<ReadKeys>(ReadKeys keys)) {
            return keys;
        }
        throw new AssertionError("Ann is a member");
    }

    private static Readers done(Regrouped regrouped) {
        if (regrouped instanceof Regrouped.Done(Readers readers)) {
            return readers;
        }
        throw new AssertionError(regrouped);
    }

    private static Authority sealedFor(RowKey group) {
        return new Authority(new Authority.Read.Readers(group), new Authority.Write.Inherit());
    }

    private Encoding encoding(RowKey key) throws IOException {
        try (Snapshot snapshot = chain.snapshot()) {
            return snapshot.load(key).orElseThrow().encoding();
        }
    }

    private static String text(Session session, RowKey key) throws IOException {
        try (Dio dio = session.read()) {
            return dio.load(key, TEXT).require().value();
        }
    }

    private static Loaded.Why why(Session session, RowKey key) throws IOException {
        try (Dio dio = session.read()) {
            if (dio.load(key, TEXT) instanceof Loaded.Unreadable<String>(_, var why, _)) {
                return why;
            }
            throw new AssertionError("the row is readable, or not there");
        }
    }

    private static void change(Session session, Session.Work work) throws IOException {
        assertThat(session.change(Scope.LOCAL, work)).isInstanceOf(Outcome.Committed.class);
    }
}
