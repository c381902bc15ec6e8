package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DioMutTest {

    private static final RowFormat<String> TEXT = RowFormat.text("text");

    private Chain chain;
    private Session session;

    @BeforeEach
    void create() throws IOException {
        chain = TestChains.create();
        session = Session.owner(chain);
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        chain.close();
    }

    @Test
    void ownWritesAreSeenAndNobodyElseSeesThemBeforeTheCommit() throws IOException {
        try (DioMut unit = session.write()) {
            RowKey key = unit.store(TEXT, "hello").key();

            assertThat(text(unit, key)).isEqualTo("hello");
            assertThat(unit.roots()).contains(key);
            assertThat(unit.keys()).contains(key);
            try (Dio other = session.read()) {
                assertThat(other.load(key, TEXT)).isInstanceOf(Loaded.Absent.class);
            }

            committed(unit);
            try (Dio other = session.read()) {
                assertThat(text(other, key)).isEqualTo("hello");
            }
        }
    }

    @Test
    void conflictNamesTheRowAndKeepsTheBuffer() throws IOException {
        RowKey key = stored("first");
        RowKey added;
        try (DioMut unit = session.write()) {
            unit.update(unit.load(key, TEXT).require(), "mine");
            added = unit.store(TEXT, "besides").key();
            overwrite(key, "theirs");

            assertThat(unit.commit(Scope.LOCAL))
                    .isEqualTo(
                            new Outcome.Refused(List.of(new Outcome.Reason.Conflict(key, 2, 3))));
            assertThat(unit.pending()).containsExactly(key, added);
            assertThat(text(unit, key)).isEqualTo("mine");
            assertThat(chain.lastSequence()).isEqualTo(3);

            assertThat(unit.refresh()).containsExactly(key);
            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
            unit.forget(key);
            Dao<String> theirs = unit.load(key, TEXT).require();
            unit.update(theirs, theirs.value() + " and mine");
            committed(unit);
        }
        try (Dio dio = session.read()) {
            assertThat(text(dio, key)).isEqualTo("theirs and mine");
            assertThat(text(dio, added)).isEqualTo("besides");
        }
    }

    @Test
    void rowLoadedBeforeARefreshDoesNotOverwriteWhatCameBetween() throws IOException {
        RowKey key = stored("first");
        try (DioMut unit = session.write()) {
            Dao<String> early = unit.load(key, TEXT).require();
            overwrite(key, "theirs");
            assertThat(unit.refresh()).isEmpty();

            unit.update(early, early.value() + "!");

            assertThat(unit.commit(Scope.LOCAL))
                    .isEqualTo(
                            new Outcome.Refused(List.of(new Outcome.Reason.Conflict(key, 2, 3))));
        }
    }

    @Test
    void newRowAtAKeyThatSomebodyTookIsAConflict() throws IOException {
        var key = new RowKey(3, 3);
        try (DioMut unit = session.write()) {
            unit.storeAt(key, null, TEXT, "mine");
            overwrite(key, "theirs");

            assertThat(unit.commit(Scope.LOCAL))
                    .isEqualTo(
                            new Outcome.Refused(
                                    List.of(new Outcome.Reason.Conflict(key, Edit.ABSENT, 2))));
        }
    }

    @Test
    void deletedRowIsGoneFromEveryListOfTheUnitAndNoOtherIs() throws IOException {
        RowKey parent = stored("parent");
        var place = new Place(parent, 1);
        List<RowKey> children = children(place, "a", "b", "c");
        try (DioMut unit = session.write()) {
            assertThat(unit.delete(children.get(1))).isTrue();

            assertThat(unit.children(place)).containsExactly(children.get(0), children.get(2));
            assertThat(unit.exists(children.get(1))).isFalse();
            assertThat(unit.keys()).doesNotContain(children.get(1)).contains(parent);
            assertThat(unit.load(children.get(1), TEXT)).isInstanceOf(Loaded.Absent.class);
            assertThat(unit.delete(children.get(1))).isFalse();
            committed(unit);
        }
        try (Dio dio = session.read()) {
            assertThat(dio.children(place)).containsExactly(children.get(0), children.get(2));
        }
    }

    @Test
    void rowsAreListedAsTheyWillBeAfterTheCommit() throws IOException {
        RowKey parent = stored("parent");
        var one = new Place(parent, 1);
        var two = new Place(parent, 2);
        List<RowKey> children = children(one, "a", "b", "c");
        List<RowKey> first;
        List<RowKey> second;
        List<RowKey> roots;
        try (DioMut unit = session.write()) {
            unit.attach(unit.load(children.get(2), TEXT).require(), two);
            Dao<String> d = unit.storeIn(two, TEXT, "d");
            unit.storeIn(one, TEXT, "e");
            unit.update(unit.load(children.get(0), TEXT).require(), "a again");
            unit.detach(unit.load(children.get(1), TEXT).require());
            unit.attach(d, one);
            unit.attach(unit.load(children.get(1), TEXT).require(), one);
            first = unit.children(one).toList();
            second = unit.children(two).toList();
            roots = unit.roots().toList();
            committed(unit);
        }
        try (Dio dio = session.read()) {
            assertThat(dio.children(one)).isEqualTo(first).hasSize(4).startsWith(children.get(0));
            assertThat(dio.children(two)).isEqualTo(second).containsExactly(children.get(2));
            assertThat(dio.roots()).isEqualTo(roots);
        }
    }

    @Test
    void parentThatIsWrittenLastIsCommittedFirst() throws IOException {
        RowKey old = stored("old");
        try (DioMut unit = session.write()) {
            unit.update(unit.load(old, TEXT).require(), "moved");
            RowKey parent = unit.store(TEXT, "parent").key();
            unit.attach(unit.load(old, TEXT).require(), new Place(parent, 1));

            assertThat(text(unit, old)).isEqualTo("moved");
            committed(unit);
        }
    }

    @Test
    void unchangedRowsAreNotWrittenAgain() throws IOException {
        RowKey key = stored("same");
        RowKey other = stored("other");
        try (DioMut unit = session.write()) {
            unit.update(unit.load(key, TEXT).require(), "else");
            unit.update(unit.load(key, TEXT).require(), "same");
            assertThat(unit.commit(Scope.LOCAL))
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            done -> assertThat(done.sequence()).isEqualTo(3));
        }
        try (DioMut unit = session.write()) {
            unit.storeAt(key, null, TEXT, "same");
            unit.update(unit.load(other, TEXT).require(), "changed");
            committed(unit);
        }
        assertThat(chain.sequenceOf(key)).isEqualTo(2);
        assertThat(chain.sequenceOf(other)).isEqualTo(4);
    }

    @Test
    void unchangedRowOfARefusedUnitIsStillChecked() throws IOException {
        RowKey key = stored("same");
        try (DioMut unit = session.write()) {
            unit.storeAt(key, null, TEXT, "same");
            unit.store(TEXT, "besides");
            overwrite(key, "theirs");

            assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void rowThatIsMadeAndDeletedIsNotWritten() throws IOException {
        try (DioMut unit = session.write()) {
            unit.delete(unit.store(TEXT, "short").key());

            assertThat(unit.pending()).isEmpty();
            assertThat(unit.commit(Scope.LOCAL))
                    .isInstanceOfSatisfying(
                            Outcome.Committed.class,
                            done -> assertThat(done.sequence()).isEqualTo(1));
        }
    }

    @Test
    void guardedRowThatChangedRefusesTheCommit() throws IOException {
        RowKey key = stored("fence");
        try (DioMut unit = session.write()) {
            unit.guard(key);
            unit.store(TEXT, "x");
            overwrite(key, "moved on");

            assertThat(unit.commit(Scope.LOCAL))
                    .isEqualTo(
                            new Outcome.Refused(List.of(new Outcome.Reason.Conflict(key, 2, 3))));
            unit.guard(new Guard(key, 3));
            committed(unit);
        }
    }

    @Test
    void emptyBodyIsARowLikeAnyOther() throws IOException {
        RowFormat<Bytes> raw = RowFormat.bytes("raw");
        RowKey key;
        try (DioMut unit = session.write()) {
            key = unit.store(raw, Bytes.EMPTY).key();
            committed(unit);
        }
        try (DioMut unit = session.write()) {
            Dao<Bytes> row = unit.load(key, raw).require();
            assertThat(row.value()).isEqualTo(Bytes.EMPTY);
            unit.update(row, Bytes.EMPTY);
            committed(unit);
        }
        assertThat(chain.lastSequence()).isEqualTo(2);
    }

    @Test
    void closingDiscardsAndCancellingBeginsAnew() throws IOException {
        RowKey key = stored("kept");
        try (DioMut unit = session.write()) {
            unit.delete(key);
        }
        try (DioMut unit = session.write()) {
            unit.delete(key);
            unit.store(TEXT, "never");
            unit.cancel();
            assertThat(unit.exists(key)).isTrue();
            committed(unit);
        }
        assertThat(chain.lastSequence()).isEqualTo(2);
    }

    @Test
    void committedUnitTakesNoMore() throws IOException {
        try (DioMut unit = session.write()) {
            committed(unit);

            assertThatThrownBy(() -> unit.store(TEXT, "late"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> unit.commit(Scope.LOCAL))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void writingToADeletedRowIsToldAtOnce() throws IOException {
        RowKey key = stored("x");
        try (DioMut unit = session.write()) {
            Dao<String> row = unit.load(key, TEXT).require();
            unit.delete(key);

            assertThatThrownBy(() -> unit.update(row, "y"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void rowOfAnotherTypeOrWithABrokenBodyIsUnreadableAndNoException() throws IOException {
        RowKey key = stored("short");
        RowFormat<Counter> wrong =
                RowFormat.of("text", Counter.FORMAT::write, Counter.FORMAT::read);
        try (Dio dio = session.read()) {
            assertThat(dio.load(key, Counter.FORMAT))
                    .isInstanceOfSatisfying(
                            Loaded.Unreadable.class,
                            it -> assertThat(it.why()).isEqualTo(Loaded.Why.OTHER_TYPE));
            assertThat(dio.load(key, wrong))
                    .isInstanceOfSatisfying(
                            Loaded.Unreadable.class,
                            it -> assertThat(it.why()).isEqualTo(Loaded.Why.MALFORMED));
            assertThatThrownBy(() -> dio.load(key, wrong).require())
                    .isInstanceOf(UnreadableRowException.class)
                    .hasMessageContaining(key.toString());
        }
    }

    @Test
    void rulesOfARowStayWhenItIsWrittenAndMoved() throws IOException {
        RowKey key = stored("x");
        RowKey parent = stored("parent");
        var locked = new Authority(new Authority.Read.Everyone(), new Authority.Write.Inherit());
        try (DioMut unit = session.write()) {
            Dao<String> row = unit.load(key, TEXT).require();
            unit.authority(row, locked);
            unit.attach(row, new Place(parent, 1));
            unit.update(row, "y");
            committed(unit);
        }
        try (Dio dio = session.read()) {
            Dao<String> row = dio.load(key, TEXT).require();
            assertThat(row.authority()).isEqualTo(locked);
            assertThat(row.place()).isEqualTo(new Place(parent, 1));
            assertThat(row.value()).isEqualTo("y");
        }
    }

    private RowKey stored(String text) throws IOException {
        try (DioMut unit = session.write()) {
            RowKey key = unit.store(TEXT, text).key();
            committed(unit);
            return key;
        }
    }

    private List<RowKey> children(Place place, String... texts) throws IOException {
        try (DioMut unit = session.write()) {
            List<RowKey> keys =
                    Stream.of(texts).map(text -> unit.storeIn(place, TEXT, text).key()).toList();
            committed(unit);
            return keys;
        }
    }

    private void overwrite(RowKey key, String text) throws IOException {
        try (DioMut unit = session.write()) {
            unit.storeAt(key, null, TEXT, text);
            committed(unit);
        }
    }

    private static String text(Dio dio, RowKey key) throws IOException {
        return dio.load(key, TEXT).require().value();
    }

    private static void committed(DioMut unit) throws IOException {
        assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
    }
}
