package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.Config;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DiffOptions;
import cloud.atek.api.adb.AdbApi.GetOptions;
import cloud.atek.api.adb.DbState;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/adb.md.
class AdbTutorialTest {

    private final Adb process;
    private final AdbApi adb;

    AdbTutorialTest(@TempDir Path dir) {
        this.process =
                new Adb(
                        new Databases(dir, ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        Clock.systemUTC());
        this.adb = process.as(new Caller(new UserKey("bob"), new ServiceKey("bank")));
    }

    @BeforeEach
    void init() {
        process.as(new Caller(UserKey.SYSTEM, Caller.HOST)).init(new Config(""));
    }

    @AfterEach
    void close() throws IOException {
        process.close();
    }

    @Test
    void recordsArePutListedAndRead() {
        String db = adb.dbGetOrCreate("main", new DbConfig(null, "private")).dbId();
        adb.recordPut(db, KeyPath.parse("/accounts/ann"), balance(70));
        adb.recordPut(db, KeyPath.parse("/accounts/bob"), balance(30));

        assertThat(adb.recordList("main", KeyPath.parse("/accounts"), null).records())
                .extracting(AdbApi.DbRecord::key)
                .containsExactly("ann", "bob");
    }

    @Test
    void transferIsOneCommit() {
        String db = adb.dbGetOrCreate("main", null).dbId();
        KeyPath ann = KeyPath.parse("/accounts/ann");
        KeyPath bob = KeyPath.parse("/accounts/bob");
        long opened =
                adb.batch(
                                db,
                                List.of(
                                        BatchOperation.put(ann, balance(70)),
                                        BatchOperation.put(bob, balance(30))),
                                null)
                        .seq();

        var transfer =
                List.of(
                        BatchOperation.put(ann, balance(60)).expecting(opened),
                        BatchOperation.put(bob, balance(40)).expecting(opened));
        adb.batch(db, transfer, null);
        assertThatThrownBy(() -> adb.batch(db, transfer, null))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Conflict: /accounts/ann was expected at 2 and is at 3");

        assertThat(adb.recordGet(db, ann, new GetOptions(Moment.of(opened))).value())
                .hasToString("{\"balance\":70}");
        var since = new DiffOptions(DbState.at(opened), null, null, null);
        assertThat(adb.recordDiff(db, since)).hasSize(2);
        adb.restore(db, ann, Moment.of(opened));
        assertThat(adb.recordHistory(db, ann, null).versions()).hasSize(3);
    }

    private static ObjectNode balance(int amount) {
        return MessageCodec.JSON.createObjectNode().put("balance", amount);
    }
}
