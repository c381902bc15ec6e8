package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.SqlApi.SqlResult;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reading with SQL, and each way out of that.
class SqlTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ENDLESS =
            "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c) ";

    private static final List<String> NO_READING =
            List.of(
                    "",
                    "DELETE FROM record",
                    "INSERT INTO record VALUES (9, x'', x'', 1, '')",
                    "/* */ UPDATE record SET value = ''",
                    "DROP TABLE record",
                    "CREATE TABLE t(a)",
                    "CREATE TEMP TABLE t(a)",
                    "ATTACH 'other.sqlite' AS other",
                    "PRAGMA query_only = 0",
                    "PRAGMA hard_heap_limit = 1",
                    "VACUUM INTO 'other.sqlite'",
                    "BEGIN EXCLUSIVE",
                    "SELECT 1; DELETE FROM record",
                    "SELECT ';'; PRAGMA query_only = 0",
                    "SELECT 1 /* ; */ ; -- \n DROP TABLE record");

    private static final List<String> REFUSED =
            List.of(
                    "WITH a AS (SELECT 1) DELETE FROM record",
                    "WITH a AS (SELECT 1) INSERT INTO record SELECT 9, x'', x'', 1, '' FROM a",
                    "WITH a AS (SELECT 1) UPDATE record SET value = '{}'",
                    "SELECT load_extension('/lib/x86_64-linux-gnu/libc.so.6')",
                    "SELECT writefile('other.sqlite', 'x')",
                    "SELECT randomblob(1000000000)",
                    "SELECT zeroblob(1000000000)",
                    "SELECT hex(zeroblob(2000000))",
                    "SELECT fts3_tokenizer('simple', x'4141414141414141')",
                    "SELECT * FROM nothing",
                    "SELECT ?");

    @TempDir private Path dir;

    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        id = databases.create();
        for (int i = 0; i < 3; i++) {
            KeyPath path = KeyPath.of("notes", "a/" + i);
            var value = MessageCodec.JSON.createObjectNode().put("n", i).put("s", "it's");
            databases.with(id, db -> db.put(path, value));
        }
    }

    @AfterEach
    void recordsAreAsTheyWere() throws IOException {
        assertThat(sql("SELECT count(*), max(value ->> 'n') FROM records").rows())
                .hasToString("[[3, 2]]");
        databases.close();
    }

    @Test
    void recordsAreSelected() throws IOException {
        SqlResult found =
                sql(
                        "-- those below ?\n"
                                + "SELECT path, value ->> 's' AS s, x'0aff', 1.5, NULL, 9e999 FROM"
                                + " records WHERE value ->> 'n' > ? ORDER BY path LIMIT ?;",
                        JSON.numberNode(0),
                        JSON.numberNode(1));

        assertThat(found.columns()).startsWith("path", "s").hasSize(6);
        assertThat(found.rows())
                .hasToString("[[\"/notes/a/1\", \"it's\", \"x'0aff'\", 1.5, null, \"Infinity\"]]");
        assertThat(found.truncated()).isNull();
        assertThat(
                        sql(
                                        "SELECT ?, ?, ?",
                                        JSON.textNode("; --"),
                                        JSON.nullNode(),
                                        JSON.booleanNode(true))
                                .rows())
                .hasToString("[[\"; --\", null, 1]]");
    }

    @Test
    void whatDoesNotReadIsNotLetThrough() {
        assertThat(NO_READING).allSatisfy(sql -> whatDoesNotReadIsNotLetThrough(sql));
    }

    private void whatDoesNotReadIsNotLetThrough(String sql) {
        assertThatThrownBy(() -> sql(sql))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageMatching("(?s)(There is no SQL|There is more|\\w+ is not for here).*");
        assertThat(dir.resolve("other.sqlite")).doesNotExist();
    }

    @Test
    void sqliteRefusesTheRest() {
        assertThat(REFUSED).allSatisfy(sql -> sqliteRefusesTheRest(sql));
    }

    private void sqliteRefusesTheRest(String sql) {
        assertThatThrownBy(() -> sql(sql)).isInstanceOf(InvalidRecordException.class);
        assertThat(dir.resolve("other.sqlite")).doesNotExist();
        assertThat(Path.of("other.sqlite")).doesNotExist();
    }

    @Test
    void endlessWorkIsEnded() {
        assertThatThrownBy(() -> sql(ENDLESS + "SELECT count(*) FROM c"))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("takes longer than");
    }

    @Test
    void memoryIsBounded() {
        assertThatThrownBy(() ->
                        sql(
                                "WITH RECURSIVE c(x) AS (SELECT randomblob(1000000) UNION"
                                        + " SELECT randomblob(1000000) FROM c)"
                                        + " SELECT count(*) FROM c"))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageMatching("The SQL (needs too much memory|takes longer).*");
    }

    @Test
    void endlessRowsAreCut() throws IOException {
        SqlResult found = sql(ENDLESS + "SELECT x FROM c");

        assertThat(found.rows()).hasSize(Limits.SQL_ROWS_MAX);
        assertThat(found.truncated()).isTrue();
        assertThat(sql(ENDLESS + "SELECT hex(zeroblob(500000)) FROM c").rows()).hasSize(4);
    }

    @Test
    void otherFilesStayClosed() throws IOException {
        Files.writeString(dir.resolve("secret"), "x");

        assertThat(sql("SELECT name FROM pragma_database_list").rows())
                .hasToString("[[\"main\"], [\"temp\"]]");
    }

    private SqlResult sql(String sql, JsonNode... params) throws IOException {
        return databases.with(id, db -> db.sql(sql, List.of(params)));
    }
}
