package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.Config;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DbInfo;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPage;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import cloud.atek.testkit.ManualClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerAdbTest {

    private static final DbConfig NOTHING = new DbConfig(null, null);
    private static final KeyPath PATH = KeyPath.of("notes", "1");
    private static final ObjectNode VALUE = MessageCodec.JSON.createObjectNode().put("n", 1);
    private static final String UNKNOWN = "0".repeat(63) + "1";

    private final Adb adb;

    CallerAdbTest(@TempDir Path dir) {
        this.adb =
                new Adb(
                        new Databases(dir, ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        new ManualClock(Instant.parse("2026-01-02T03:04:05.006Z")));
    }

    @BeforeEach
    void init() {
        host().init(new Config(""));
    }

    @AfterEach
    void close() throws IOException {
        adb.close();
    }

    @Test
    void recordsHaveTheShapesOfTheContract() {
        String id = bobsNotes().dbCreate(NOTHING).dbId();

        DbRecord put = bobsNotes().recordPut(id, PATH, VALUE);
        DbRecord got = bobsNotes().recordGet("hyper://" + id + "/x", PATH, null);
        List<DbRecord> listed =
                bobsNotes().recordList(id.toUpperCase(Locale.ROOT), KeyPath.ROOT, null).records();

        String url = "hyper://" + id + "/notes/1";
        assertThat(put).isEqualTo(new DbRecord("1", "/notes/1", url, null, stored(VALUE)));
        assertThat(got).isEqualTo(new DbRecord("1", "/notes/1", url, 2L, stored(VALUE)));
        assertThat(listed)
                .containsExactly(new DbRecord("notes/1", "/notes/1", url, 2L, stored(VALUE)));
        bobsNotes().recordDelete(id, PATH);
        bobsNotes().recordDelete(id, PATH);
        assertRefused(() -> bobsNotes().recordGet(id, PATH, null), "Not found: notes,1");
    }

    @Test
    void aliasIsThatOfOneUserAndOneService() {
        DbInfo made = bobsNotes().dbGetOrCreate("main", NOTHING);

        assertThat(made.writable()).isTrue();
        assertThat(bobsNotes().dbGetOrCreate("main", NOTHING).dbId()).isEqualTo(made.dbId());
        assertThat(bobsNotes().dbGetOrCreate(made.dbId(), NOTHING)).isEqualTo(made);
        assertThat(bobsNotes().dbDescribe("main"))
                .isEqualTo(
                        new DbInfo(
                                made.dbId(),
                                true,
                                false,
                                new Owner("bob", "notes"),
                                "main",
                                "private",
                                "2026-01-02T03:04:05.006Z"));
        assertThat(as("alice", "notes").dbGetOrCreate("main", NOTHING).dbId())
                .isNotEqualTo(made.dbId());
        assertThat(as("bob", "mail").dbGetOrCreate("main", NOTHING).dbId())
                .isNotEqualTo(made.dbId());
        assertThat(bobsNotes().dbList()).hasSize(1);
        assertRefused(() -> bobsNotes().dbDescribe("other"), "Invalid database ID: other");
        assertRefused(
                () -> bobsNotes().dbCreate(new DbConfig("main", null)),
                "The alias \"main\" is already in use");
        assertRefused(
                () -> bobsNotes().dbCreate(new DbConfig(UNKNOWN, null)),
                "An alias cannot look like a database ID: " + UNKNOWN);
    }

    @Test
    void privateDatabaseIsItsOwnersAlone() {
        String id = bobsNotes().dbCreate(NOTHING).dbId();
        bobsNotes().recordPut(id, PATH, VALUE);

        for (AdbApi other :
                List.of(as("alice", "notes"), as("bob", "mail"), as("system", "notes"))) {
            String refusal = "Not authorized to access " + id;
            assertRefused(() -> other.recordGet(id, PATH, null), refusal);
            assertRefused(() -> other.recordList(id, PATH, null), refusal);
            assertRefused(() -> other.recordPut(id, PATH, VALUE), refusal);
            assertRefused(() -> other.recordDelete(id, PATH), refusal);
            assertRefused(() -> other.dbGetOrCreate(id, NOTHING), refusal);
            assertThat(other.dbDescribe(id))
                    .isEqualTo(new DbInfo(id, false, false, null, null, null, null));
            assertThat(other.dbList()).isEmpty();
        }
        assertThat(host().recordGet(id, PATH, null).value()).isEqualTo(stored(VALUE));
    }

    @Test
    void publicDatabaseIsReadByAllAndWrittenByItsOwner() {
        String id = bobsNotes().dbCreate(new DbConfig(null, "public")).dbId();
        bobsNotes().recordPut(id, PATH, VALUE);
        AdbApi alice = as("alice", "mail");

        assertThat(alice.recordGet(id, PATH, null).value()).isEqualTo(stored(VALUE));
        assertThat(alice.recordList(id, KeyPath.ROOT, null).records()).hasSize(1);
        assertThat(alice.dbDescribe(id).writable()).isFalse();
        String refusal = "Not authorized to access " + id;
        assertRefused(() -> alice.recordPut(id, PATH, VALUE), refusal);
        assertRefused(() -> alice.recordDelete(id, PATH), refusal);
        assertRefused(
                () -> alice.dbCreate(new DbConfig(null, "everyone")),
                "access is \"everyone\": want public or private");
    }

    @Test
    void queriesAreForReadersAndIndexesForWriters() {
        String id = bobsNotes().dbCreate(new DbConfig("main", "public")).dbId();
        bobsNotes().recordPut("main", PATH, VALUE);
        AdbApi alice = as("alice", "mail");
        Query query = Query.below(KeyPath.of("notes")).counted();
        var index = IndexConfig.values("by-n", KeyPath.of("notes"), "/n");

        String url = "hyper://" + id + "/notes/1";
        assertThat(alice.recordQuery(id, query))
                .isEqualTo(
                        new QueryPage(
                                List.of(new DbRecord("1", "/notes/1", url, 2L, stored(VALUE))),
                                null,
                                1L));
        assertThat(alice.recordExplain(id, query).index()).isNull();
        assertThat(alice.indexList(id)).isEmpty();
        String refusal = "Not authorized to access " + id;
        assertRefused(() -> alice.indexDefine(id, index), refusal);
        assertRefused(() -> alice.indexDrop(id, "by-n"), refusal);
        assertThat(bobsNotes().indexDefine("main", index).index()).isEqualTo(index);
        assertThat(bobsNotes().indexList("main")).hasSize(1);
        bobsNotes().indexDrop("main", "by-n");
        assertRefused(
                () -> alice.recordQuery(id, query.after("?")),
                "/after: it is not what a page gave as next: leave it out to begin anew");
        assertRefused(
                () -> alice.textSearch(id, TextQuery.below(KeyPath.ROOT, "x")),
                "No index of text has the words of /: define one of kind text");
        String mine = bobsNotes().dbCreate(NOTHING).dbId();
        assertRefused(() -> alice.recordQuery(mine, query), "Not authorized to access " + mine);
        assertRefused(() -> alice.recordExplain(mine, query), "Not authorized to access " + mine);
        assertRefused(() -> alice.indexList(mine), "Not authorized to access " + mine);
        assertRefused(
                () -> alice.textSearch(mine, TextQuery.below(KeyPath.ROOT, "x")),
                "Not authorized to access " + mine);
    }

    @Test
    void serverDatabaseIsTheHostsAlone() {
        String id = host().getConfig().serverDbId();

        assertThat(host().dbDescribe(id).isServerDb()).isTrue();
        assertThat(host().dbDescribe(id).owner()).isEqualTo(new Owner("system", "system"));
        for (AdbApi other : List.of(bobsNotes(), as("system", "notes"), as("bob", "system"))) {
            assertRefused(() -> other.recordGet(id, PATH, null), "Not authorized to access " + id);
            assertRefused(() -> other.recordPut(id, PATH, VALUE), "Not authorized to access " + id);
            assertRefused(other::getConfig, "Not authorized");
            assertRefused(() -> other.init(new Config("")), "Not authorized");
            assertThat(other.dbDescribe(id).isServerDb()).isFalse();
        }
        // Not even a record that makes it somebody's opens it.
        ObjectNode planted = MessageCodec.JSON.createObjectNode().put("dbId", id);
        planted.put("access", "public").putObject("owner").put("userKey", "bob");
        host().recordPut(id, Registration.FOLDER.child(id), planted);
        assertRefused(
                () -> bobsNotes().recordGet(id, PATH, null), "Not authorized to access " + id);
    }

    @Test
    void registryFollowsWhatTheHostWrites() throws IOException {
        String server = host().getConfig().serverDbId();
        String id = bobsNotes().dbCreate(new DbConfig("main", null)).dbId();
        KeyPath path = KeyPath.of("atek.cloud", "database", id);
        ObjectNode record = read(host().recordGet(server, path, null));
        assertThat(record)
                .isNotNull()
                .hasToString(
                        "{\"dbId\":\"%s\",\"owner\":{\"userKey\":\"bob\",\"serviceKey\":\"notes\"},\"cachedMeta\":{\"writable\":true},\"access\":\"private\",\"alias\":\"main\",\"createdAt\":\"2026-01-02T03:04:05.006Z\"}"
                                .formatted(id));

        host().recordPut(server, path, record.deepCopy().put("access", "public"));
        assertThat(as("alice", "mail").recordList(id, PATH, null).records()).isEmpty();
        host().recordDelete(server, path);
        assertRefused(
                () -> bobsNotes().recordGet(id, PATH, null), "Not authorized to access " + id);
        host().recordPut(server, path, VALUE);
        assertThat(bobsNotes().dbList()).isEmpty();
    }

    @Test
    void initIsOncePerStartAndKnowsItsDatabase(@TempDir Path other) throws IOException {
        assertRefused(() -> host().init(new Config("")), "ADB has already been initialized");
        try (var fresh =
                new Adb(
                        new Databases(other, ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        new ManualClock(Instant.EPOCH))) {
            AdbApi host = fresh.as(new Caller(UserKey.SYSTEM, ServiceKey.HOST));
            assertRefused(() -> host.dbList(), "Server db not available");
            assertThatThrownBy(() -> host.init(new Config(UNKNOWN)))
                    .hasMessageStartingWith("Server database not found: " + UNKNOWN);
            assertRefused(() -> host.init(new Config("x")), "Invalid database ID: x");
        }
    }

    @Test
    void unknownDatabasesAreRefusedWithoutTelling() {
        assertRefused(
                () -> bobsNotes().recordGet(UNKNOWN, PATH, null),
                "Not authorized to access " + UNKNOWN);
        assertRefused(
                () -> host().recordGet(UNKNOWN, PATH, null), "Database not found: " + UNKNOWN);
        assertThat(host().dbDescribe(UNKNOWN).writable()).isFalse();
    }

    private AdbApi host() {
        return adb.as(new Caller(UserKey.SYSTEM, Caller.HOST));
    }

    private AdbApi bobsNotes() {
        return as("bob", "notes");
    }

    private AdbApi as(String user, String service) {
        return adb.as(new Caller(new UserKey(user), new ServiceKey(service)));
    }

    /// How a value goes out: as the text that is stored.
    private static JsonNode stored(ObjectNode value) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(value.toString()));
    }

    private static ObjectNode read(DbRecord record) throws IOException {
        return (ObjectNode) MessageCodec.JSON.readTree(String.valueOf(record.value()));
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        RpcException refused = catchThrowableOfType(RpcException.class, call);
        assertThat(refused).isNotNull().hasMessage(message);
        assertThat(refused.code()).isEqualTo(RpcError.Code.FAILED);
    }
}
