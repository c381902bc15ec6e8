package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.Config;
import cloud.atek.api.adb.AdbApi.DbAdminConfig;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DbInfo;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.RetentionConfig;
import cloud.atek.api.adb.StorageApi.PurgeOptions;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.ManualClock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users: `bob`, and `ann`, who is an admin. Services: `notes` and `mail` of bob, `shop` of ann.
class AdministrationTest {

    private static final String SELF = "core.adb";
    private static final KeyPath PATH = KeyPath.of("a");
    private static final ObjectNode VALUE = MessageCodec.JSON.createObjectNode().put("n", 1);

    private final Adb adb;

    AdministrationTest(@TempDir Path dir) {
        this.adb =
                new Adb(
                        new Databases(dir, ChainSettings.DEFAULT),
                        new ServiceKey(SELF),
                        new ManualClock(Instant.parse("2026-01-02T03:04:05.006Z")));
    }

    @BeforeEach
    void fill() {
        host().init(new Config(""));
        String server = host().getConfig().serverDbId();
        for (String user : List.of("bob", "ann")) {
            ObjectNode record = MessageCodec.JSON.createObjectNode().put("username", user);
            record.put("role", user.equals("ann") ? "admin" : "user");
            host().recordPut(server, KeyPath.of("atek.cloud", "user", user), record);
        }
        for (String service : List.of("notes:bob", "mail:bob", "shop:ann")) {
            String[] both = service.split(":", 2);
            ObjectNode record = MessageCodec.JSON.createObjectNode().put("owningUserKey", both[1]);
            host().recordPut(server, KeyPath.of("atek.cloud", "service", both[0]), record);
        }
    }

    @AfterEach
    void close() throws IOException {
        adb.close();
    }

    @Test
    void configurationChangesWhatIsNamedAndNothingElse() {
        AdbApi bob = as("bob", "notes");
        String id = bob.dbGetOrCreate("main", null).dbId();

        bob.dbConfigure("main", new DbConfig("second", null));
        assertThat(bob.dbGetConfig("second")).isEqualTo(all("second", "private"));
        bob.dbConfigure(id, new DbConfig(null, "public"));
        bob.dbConfigure(id, new DbConfig(null, null));
        assertThat(bob.dbGetConfig(id)).isEqualTo(all("second", "public"));
        assertThat(as("ann", "shop").dbGetConfig(id)).isEqualTo(all("second", "public"));
        assertRefused(() -> bob.dbGetConfig("main"), "Invalid database ID: main");
        assertThat(bob.dbGetOrCreate("main", null).dbId()).isNotEqualTo(id);
        assertRefused(
                () -> bob.dbConfigure(id, new DbConfig("main", null)),
                "The alias \"main\" is already in use");
        assertRefused(
                () -> bob.dbConfigure(id, new DbConfig(null, "friends")),
                "access is \"friends\": want public or private");
        assertThat(bob.dbGetConfig(id)).isEqualTo(all("second", "public"));
    }

    @Test
    void retentionIsConfiguredByTheOwnerAndShownToReaders() {
        AdbApi bob = as("bob", "notes");
        RetentionConfig days = RetentionConfig.days(30);
        DbConfig asked = new DbConfig("main", "public").retention(RetentionConfig.versions(3));
        String id = bob.dbCreate(asked).dbId();
        assertThat(bob.dbGetConfig("main")).isEqualTo(asked);

        bob.dbConfigure("main", new DbConfig("second", null).retention(days));
        assertThat(as("ann", "shop").dbGetConfig(id).retention()).isEqualTo(days);
        bob.dbConfigure(id, new DbConfig("third", null));
        assertThat(bob.dbGetConfig(id).retention()).isEqualTo(days);
        var newest = new DbConfig(null, null).retention(RetentionConfig.NEWEST);
        assertRefused(
                () -> as("ann", "shop").dbConfigure(id, newest),
                "Can't configure a database owned by a different user");
        assertRefused(
                () -> as("ann", "shop").purge(id, KeyPath.ROOT, new PurgeOptions(true)),
                "Not authorized to access " + id);
        assertRefused(() -> as("ann", "shop").compact(id), "Not authorized to access " + id);
        assertRefused(() -> as("ann", "shop").rebuild(id), "Not authorized to access " + id);
        assertThat(bob.dbGetConfig(id).retention()).isEqualTo(days);
    }

    private static DbConfig all(String alias, String access) {
        return new DbConfig(alias, access, RetentionConfig.ALL);
    }

    @Test
    void configurationIsTheOwnersAlone() {
        String id = as("bob", "notes").dbCreate(new DbConfig("main", "public")).dbId();
        var other = new DbConfig(null, "private");

        assertRefused(
                () -> as("ann", "shop").dbConfigure(id, other),
                "Can't configure a database owned by a different user");
        assertRefused(
                () -> as("bob", "mail").dbConfigure(id, other),
                "Can't configure a database owned by a different service");
        assertRefused(
                () -> as("bob", "mail").adminDeleteDb(id),
                "Can't configure a database owned by a different service");
        as("bob", SELF).dbConfigure(id, other);
        assertThat(as("bob", "notes").dbGetConfig(id)).isEqualTo(all("main", "private"));
        assertRefused(() -> as("ann", "shop").dbGetConfig(id), "Not authorized to access " + id);
        as("ann", SELF).dbConfigure(id, new DbConfig(null, "public"));
        assertThat(as("ann", "shop").dbGetConfig(id)).isEqualTo(all("main", "public"));
    }

    @Test
    void ownerGoesToAnotherServiceOfTheUserAndToNoOtherUser() {
        AdbApi bob = as("bob", "notes");
        String id = bob.dbCreate(new DbConfig("main", null)).dbId();

        assertRefused(
                () -> bob.adminEditDbConfig(id, owner("ann", null)),
                "Can't change the owning user of a database");
        assertRefused(
                () -> bob.adminEditDbConfig(id, owner(null, "shop")),
                "Can't configure a database to be owned by a service owned by another user");
        assertRefused(
                () -> bob.adminEditDbConfig(id, owner(null, "gone")),
                "Invalid owning service: gone. Key does not map to any known services."
                        + " Has the owning service been deleted?");
        bob.adminEditDbConfig("main", owner(null, "mail"));
        assertThat(as("bob", "mail").dbDescribe("main").owner())
                .isEqualTo(new Owner("bob", "mail"));
        assertRefused(() -> bob.recordGet(id, PATH, null), "Not authorized to access " + id);
        as("bob", "mail").adminEditDbConfig(id, owner(null, SELF));
        assertThat(as("bob", SELF).dbList()).hasSize(1);
        host().adminEditDbConfig(id, owner("ann", "shop"));
        assertThat(as("ann", "shop").dbList()).hasSize(1);
    }

    @Test
    void databaseIsMadeForAnotherServiceAndByAdminsForAnybody() {
        DbInfo made = as("bob", "notes").adminCreateDb(owner(null, "mail"));

        assertThat(made).isEqualTo(new DbInfo(made.dbId(), true, null, null, null, null, null));
        assertThat(as("bob", "mail").dbList()).hasSize(1);
        assertThat(as("bob", "notes").adminCreateDb(new DbAdminConfig(null, "x", "public")).dbId())
                .isEqualTo(as("bob", "notes").dbGetOrCreate("x", null).dbId());
        assertRefused(
                () -> as("bob", "notes").adminCreateDb(owner("ann", "shop")),
                "Can't change the owning user of a database");
        assertRefused(
                () -> as("ann", "shop").adminCreateDb(owner("bob", "notes")),
                "Can't change the owning user of a database");
        as("ann", SELF).adminCreateDb(owner("bob", "mail"));
        assertThat(as("bob", "mail").dbList()).hasSize(2);
        assertThatThrownBy(() -> host().adminCreateDb(owner("../bob", "mail")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsNameTheDatabasesOfOneUser() {
        as("bob", "notes").dbCreate(null);
        as("bob", "mail").dbCreate(null);
        host().dbCreate(null);
        String server = host().getConfig().serverDbId();

        assertThat(as("bob", "shop").adminListDbsByOwningUser(null)).hasSize(2);
        assertThat(as("ann", SELF).adminListDbsByOwningUser("bob")).hasSize(2);
        assertThat(as("ann", "shop").adminListDbsByOwningUser(null)).isEmpty();
        List<DbInfo> systems = host().adminListDbsByOwningUser(null);
        assertThat(systems).hasSize(2);
        assertThat(systems.getFirst().dbId()).isEqualTo(server);
        assertThat(systems.getFirst().isServerDb()).isTrue();
        for (AdbApi other : List.of(as("bob", "notes"), as("bob", SELF), as("ann", "shop"))) {
            assertRefused(
                    () -> other.adminListDbsByOwningUser("system"),
                    "Cannot enumerate databases owned by another user");
        }
    }

    @Test
    void deletedDatabaseIsClosedToItsOwner() {
        AdbApi bob = as("bob", "notes");
        String id = bob.dbCreate(new DbConfig("main", null)).dbId();
        bob.recordPut(id, PATH, VALUE);

        assertRefused(() -> bob.adminDeleteDb("main"), "Invalid database ID: main");
        bob.adminDeleteDb(id);
        assertRefused(() -> bob.recordGet(id, PATH, null), "Not authorized to access " + id);
        assertRefused(() -> bob.adminDeleteDb(id), "DB not found");
        assertThat(bob.dbList()).isEmpty();
        assertThat(host().recordGet(id, PATH, null).seq()).as("its log stays").isEqualTo(2);
        assertRefused(() -> host().dbGetConfig(id), "No config for this database found");
    }

    @Test
    void userIsAtHisDatabasesInPersonAndAnAdminAtAll() {
        String id = as("bob", "notes").dbCreate(null).dbId();

        as("bob", SELF).recordPut(id, PATH, VALUE);
        assertThat(as("ann", SELF).recordGet(id, PATH, null).seq()).isEqualTo(2);
        as("ann", SELF).recordDelete(id, PATH);
        assertThat(as("ann", SELF).dbDescribe(id).writable()).isTrue();
        for (AdbApi other : List.of(as("ann", "shop"), as("bob", "mail"), as("eve", SELF))) {
            assertRefused(() -> other.recordGet(id, PATH, null), "Not authorized to access " + id);
            assertRefused(() -> other.recordPut(id, PATH, VALUE), "Not authorized to access " + id);
        }
    }

    @Test
    void serverDatabaseIsClosedToAdminsToo() {
        String id = host().getConfig().serverDbId();
        AdbApi ann = as("ann", SELF);

        assertRefused(() -> ann.recordGet(id, PATH, null), "Not authorized to access " + id);
        assertRefused(() -> ann.recordPut(id, PATH, VALUE), "Not authorized to access " + id);
        assertRefused(() -> ann.dbGetConfig(id), "Not authorized to access " + id);
        assertRefused(
                () -> ann.dbConfigure(id, new DbConfig(null, "public")), "DB not found: " + id);
        assertRefused(() -> ann.adminDeleteDb(id), "DB not found");
        assertRefused(() -> host().dbGetConfig(id), "No config for this database found");
    }

    private AdbApi host() {
        return adb.as(new Caller(UserKey.SYSTEM, Caller.HOST));
    }

    private AdbApi as(String user, String service) {
        return adb.as(new Caller(new UserKey(user), new ServiceKey(service)));
    }

    private static DbAdminConfig owner(@Nullable String user, @Nullable String service) {
        return new DbAdminConfig(new Owner(user, service), null, null);
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(RpcException.class).hasMessage(message);
    }
}
