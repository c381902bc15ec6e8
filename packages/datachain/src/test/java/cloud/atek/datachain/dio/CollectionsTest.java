package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CollectionsTest {

    private static final RowFormat<String> TEXT = RowFormat.text("text");
    private static final DaoVec<String> LINES = new DaoVec<>(1, TEXT);
    private static final DaoMap<String, String> PRICES = new DaoMap<>(2, TEXT, TEXT);
    private static final DaoChild<String> NOTE = new DaoChild<>(3, TEXT);

    private Chain chain;
    private Session session;
    private RowKey parent;

    @BeforeEach
    void create() throws IOException {
        chain = TestChains.create();
        session = Session.owner(chain);
        parent = new RowKey(1, 1);
        change(unit -> unit.storeAt(parent, null, TEXT, "parent"));
    }

    @AfterEach
    void close() throws IOException {
        session.close();
        chain.close();
    }

    @Test
    void vecKeepsTheOrderOfArrival() throws IOException {
        change(unit -> {
            LINES.push(unit, parent, "a");
            LINES.push(unit, parent, "b");
        });
        change(unit -> {
            LINES.push(unit, parent, "c");
            Dao<String> first = LINES.all(unit, parent).getFirst();
            unit.update(first, "a again");
            assertThat(values(unit)).containsExactly("a again", "b", "c");
        });
        try (Dio dio = session.read()) {
            assertThat(values(dio)).containsExactly("a again", "b", "c");
            assertThat(LINES.size(dio, parent)).isEqualTo(3);
        }
    }

    @Test
    void vecKeepsOnlyWhatIsRetained() throws IOException {
        change(unit -> List.of("a", "b", "c").forEach(text -> LINES.push(unit, parent, text)));
        change(unit -> {
            LINES.push(unit, parent, "d");
            LINES.retain(unit, parent, row -> row.value().compareTo("b") > 0);
        });
        try (Dio dio = session.read()) {
            assertThat(values(dio)).containsExactly("c", "d");
        }
        change(unit -> LINES.clear(unit, parent));
        try (Dio dio = session.read()) {
            assertThat(LINES.size(dio, parent)).isZero();
            assertThat(dio.exists(parent)).isTrue();
        }
    }

    @Test
    void insertsAtATimeAreNotInEachOthersWay() throws IOException {
        try (DioMut one = session.write();
                DioMut other = session.write()) {
            PRICES.insert(one, parent, "pear", "1");
            PRICES.insert(other, parent, "apple", "2");
            LINES.push(one, parent, "x");
            LINES.push(other, parent, "y");
            committed(one);
            committed(other);
        }
        try (Dio dio = session.read()) {
            assertThat(price(dio, "pear")).isEqualTo("1");
            assertThat(price(dio, "apple")).isEqualTo("2");
            assertThat(values(dio)).containsExactly("x", "y");
        }
        assertThat(chain.sequenceOf(parent)).isEqualTo(2);
    }

    @Test
    void twoInsertsOfOneNameAreAConflict() throws IOException {
        try (DioMut one = session.write();
                DioMut other = session.write()) {
            PRICES.insert(one, parent, "pear", "1");
            PRICES.insert(other, parent, "pear", "2");
            committed(one);
            assertThat(other.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void mapAgreesWithAMap() {
        Seeds.forAll((random, size) -> {
            var model = new LinkedHashMap<String, String>();
            change(unit ->
                    PRICES.all(unit, parent)
                            .keySet()
                            .forEach(name -> PRICES.delete(unit, parent, name)));
            for (int i = 0; i < Math.min(size, 20) / 5 + 1; i++) {
                change(unit -> {
                    for (int j = 0; j < 4; j++) {
                        String name = "name " + random.nextInt(6);
                        if (random.nextInt(3) == 0) {
                            assertThat(PRICES.delete(unit, parent, name))
                                    .isEqualTo(model.remove(name) != null);
                        } else {
                            PRICES.insert(unit, parent, name, "value " + j);
                            model.put(name, "value " + j);
                        }
                        requireSame(unit, model);
                    }
                });
            }
            try (Dio dio = session.read()) {
                requireSame(dio, model);
            }
        });
    }

    @Test
    void deletedEntryLeavesNothingBehind() throws IOException {
        change(unit -> PRICES.insert(unit, parent, "pear", "1"));
        RowKey row = PRICES.keyOf(parent, "pear");
        change(unit -> assertThat(PRICES.delete(unit, parent, "pear")).isTrue());
        try (Dio dio = session.read()) {
            assertThat(dio.exists(row)).isFalse();
            assertThat(PRICES.find(dio, parent, "pear")).isInstanceOf(Loaded.Absent.class);
            assertThat(PRICES.size(dio, parent)).isZero();
        }
        assertThat(chain.sequenceOf(parent)).isEqualTo(2);
        change(unit -> PRICES.insert(unit, parent, "pear", "2"));
        try (Dio dio = session.read()) {
            assertThat(price(dio, "pear")).isEqualTo("2");
        }
    }

    @Test
    void entriesOfAnotherParentOrCollectionAreOthers() throws IOException {
        var elsewhere = new RowKey(2, 2);
        var more = new DaoMap<>(9, TEXT, TEXT);
        change(unit -> {
            unit.storeAt(elsewhere, null, TEXT, "parent");
            PRICES.insert(unit, parent, "pear", "1");
            PRICES.insert(unit, elsewhere, "pear", "2");
            more.insert(unit, parent, "pear", "3");
        });
        try (Dio dio = session.read()) {
            assertThat(price(dio, "pear")).isEqualTo("1");
            assertThat(more.find(dio, parent, "pear").require().value().value()).isEqualTo("3");
            assertThat(PRICES.size(dio, elsewhere)).isEqualTo(1);
        }
    }

    @Test
    void entryThatLiesOnItsNameIsUnreadable() throws IOException {
        RowKey row = PRICES.keyOf(parent, "pear");
        change(unit ->
                unit.storeAt(
                        row, PRICES.of(parent), PRICES.entries(), new DaoMap.Entry<>("plum", "1")));
        try (Dio dio = session.read()) {
            assertThat(PRICES.find(dio, parent, "pear")).isInstanceOf(Loaded.Unreadable.class);
            assertThatThrownBy(() -> PRICES.all(dio, parent))
                    .isInstanceOf(UnreadableRowException.class);
        }
    }

    @Test
    void brokenEntriesAreUnreadableAndNoException() {
        Seeds.forAll((random, size) -> {
            var body = new byte[random.nextInt(12)];
            random.nextBytes(body);
            RowKey row = PRICES.keyOf(parent, "pear");
            RowFormat<Bytes> raw = RowFormat.bytes("text/entry");
            change(unit -> unit.storeAt(row, PRICES.of(parent), raw, Bytes.owning(body)));
            try (Dio dio = session.read()) {
                assertThat(PRICES.find(dio, parent, "pear")).isInstanceOf(Loaded.Unreadable.class);
            }
        });
    }

    @Test
    void childIsOneOrNone() throws IOException {
        try (DioMut one = session.write();
                DioMut other = session.write()) {
            NOTE.store(one, parent, "first");
            NOTE.store(other, parent, "at the same time");
            committed(one);
            assertThat(other.commit(Scope.LOCAL)).isInstanceOf(Outcome.Refused.class);
        }
        change(unit -> NOTE.store(unit, parent, "second"));
        try (Dio dio = session.read()) {
            assertThat(NOTE.load(dio, parent).require().value()).isEqualTo("second");
            assertThat(dio.children(NOTE.of(parent))).containsExactly(NOTE.keyOf(parent));
        }
        change(unit -> NOTE.delete(unit, parent));
        try (Dio dio = session.read()) {
            assertThat(NOTE.load(dio, parent)).isInstanceOf(Loaded.Absent.class);
        }
    }

    @Test
    void childThatWasMovedAwayIsNotTaken() throws IOException {
        change(unit -> NOTE.store(unit, parent, "x"));
        change(unit -> unit.detach(NOTE.load(unit, parent).require()));
        try (Dio dio = session.read()) {
            assertThat(NOTE.load(dio, parent)).isInstanceOf(Loaded.Unreadable.class);
        }
    }

    @Test
    void referenceLeadsToItsRowWhileThatIsThere() throws IOException {
        try (DioMut unit = session.write()) {
            DaoRef<String> stored = DaoRef.to(unit.load(parent, TEXT).require());
            DaoRef<String> read = DaoRef.read(stored.bytes(), TEXT);

            assertThat(read.load(unit).require().value()).isEqualTo("parent");
            unit.delete(parent);
            assertThat(read.load(unit)).isInstanceOf(Loaded.Absent.class);
        }
        assertThatThrownBy(() -> DaoRef.read(Bytes.EMPTY, TEXT))
                .isInstanceOf(UnreadableRowException.class);
    }

    private void requireSame(Dio dio, Map<String, String> model) throws IOException {
        Map<String, Dao<DaoMap.Entry<String, String>>> all = PRICES.all(dio, parent);
        assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(model.keySet());
        for (Map.Entry<String, String> entry : model.entrySet()) {
            assertThat(Objects.requireNonNull(all.get(entry.getKey())).value().value())
                    .isEqualTo(entry.getValue());
            assertThat(price(dio, entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(PRICES.size(dio, parent)).isEqualTo(model.size());
    }

    private String price(Dio dio, String name) throws IOException {
        return PRICES.find(dio, parent, name).require().value().value();
    }

    private List<String> values(Dio dio) throws IOException {
        return LINES.all(dio, parent).stream().map(Dao::value).toList();
    }

    private void change(Session.Work work) throws IOException {
        assertThat(session.change(Scope.LOCAL, work)).isInstanceOf(Outcome.Committed.class);
    }

    private static void committed(DioMut unit) throws IOException {
        assertThat(unit.commit(Scope.LOCAL)).isInstanceOf(Outcome.Committed.class);
    }
}
