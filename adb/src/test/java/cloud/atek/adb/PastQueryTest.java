package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastQueryTest {

    @TempDir private Path dir;
    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases = new Databases(dir, ChainSettings.DEFAULT);
        id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    private long put(String path, int n) throws IOException {
        var value = MessageCodec.JSON.createObjectNode().put("n", n).put("text", "t" + n);
        return databases.with(id, db -> db.put(KeyPath.parse(path), value).sequence());
    }

    private Page ask(Query query) throws IOException {
        return databases.with(id, db -> db.query(query));
    }

    private static Query query(RandomGenerator random) {
        Query query = Query.below(KeyPath.parse(random.nextBoolean() ? "/f" : "/"));
        if (random.nextBoolean()) {
            query =
                    query.where(
                            new Filter.Compare(
                                    new Pointer("/n"),
                                    Filter.Comparison.LT,
                                    IntNode.valueOf(random.nextInt(10))));
        }
        query =
                switch (random.nextInt(4)) {
                    case 0 -> query.orderBy(Query.Order.down("/n"));
                    case 1 -> query.orderBy(new Query.Order(null, true));
                    case 2 -> query.orderBy(Query.Order.up("/n")).select(new Pointer("/n"));
                    default -> query;
                };
        return query.limit(1 + random.nextInt(5)).counted();
    }

    private List<String> all(Query query) throws IOException {
        var all = new ArrayList<String>();
        Page page = ask(query);
        while (true) {
            page.records().forEach(one -> all.add(one.sequence() + " " + one.path() + one.json()));
            all.add("of " + page.count());
            if (page.next() == null) {
                return all;
            }
            page = ask(query.after(page.next()));
        }
    }

    @Test
    void queryOfThePastAnswersAsItDidThen() {
        Seeds.forAll((random, size) -> {
            if (size % 20 != 0) {
                return;
            }
            id = databases.create();
            var queries = List.of(query(random), query(random), query(random), query(random));
            var answers = new TreeMap<Long, List<List<String>>>();
            for (int i = 0; i < 30; i++) {
                String path = random.nextBoolean() ? "/f/" : "/g/";
                long at = put(path + random.nextInt(12), random.nextInt(10));
                var said = new ArrayList<List<String>>();
                for (Query query : queries) {
                    said.add(all(query));
                }
                answers.put(at, said);
            }
            for (var then : answers.entrySet()) {
                for (int i = 0; i < queries.size(); i++) {
                    assertThat(all(queries.get(i).at(Moment.of(then.getKey()))))
                            .isEqualTo(then.getValue().get(i));
                }
            }
        });
    }

    @Test
    void cursorOfNowIsNoneOfThePast() throws IOException {
        put("/f/a", 1);
        long at = put("/f/b", 2);
        Query now = Query.below(KeyPath.parse("/f")).limit(1);
        String next = ask(now).next();

        assertThatThrownBy(() -> ask(now.after(next).at(Moment.of(at))))
                .isInstanceOf(InvalidRecordException.class);
        assertThatThrownBy(() -> ask(now.at(Moment.of(99))))
                .hasMessage("The database is at 3: there is no commit 99 yet");
    }

    @Test
    void momentIsReadAndWritten() {
        Query query = Query.below(KeyPath.ROOT).at(Moment.of(7));

        assertThat(Query.from(query.toJson())).isEqualTo(query);
        assertThatThrownBy(() -> Query.from(MessageCodec.JSON.createObjectNode().put("at", true)))
                .hasMessage("/at: want a sequence, or a time such as 2026-01-02T03:04:05Z");
    }
}
