package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Watching a database whose log was compacted.
class WatchCompactedTest {

    @TempDir private Path dir;
    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    /// Fifty versions of a record of which the last is kept, an index, and no history of it all.
    @BeforeEach
    void compact() throws IOException {
        SigningKey key = SigningKey.random();
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));
        keys.save(key);
        id = key.verifyKey().hex();
        Path folder = dir.resolve("chains").resolve(id);
        var roots = List.of(KeyName.of(key.verifyKey()));
        var genesis = new Genesis(TrustMode.CENTRALIZED, roots, Retention.NEWEST);
        Chain.create(folder, key, genesis, ChainSettings.DEFAULT).close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        for (int i = 0; i < 50; i++) {
            put(i);
        }
        var index = IndexConfig.values("i", KeyPath.ROOT, "/n");
        databases.with(id, db -> db.defineIndex(index));
        databases.close();
        try (Chain chain = Chain.open(folder, keys, ChainSettings.DEFAULT)) {
            chain.compact();
        }
        databases = new Databases(dir, ChainSettings.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    private long put(int n) throws IOException {
        return databases.with(
                id, db -> db.put(KeyPath.of("a"), RecordJson.read("{\"n\":" + n + "}")).sequence());
    }

    @Test
    void whatIsGoneIsRefusedAndTheRestIsTold() throws Exception {
        var gone =
                catchThrowableOfType(
                        HistoryGoneException.class,
                        () -> databases.with(id, db -> db.watchFrom(7L)));
        assertThat(gone)
                .hasMessageContaining("What changed after 7 is not there any more")
                .hasMessageContaining("watch from " + gone.oldest() + " or later");
        assertThat(gone.oldest()).isBetween(8L, 51L);

        try (Ear ear = Ear.listen(databases, id, WatchOptions.ALL.after(gone.oldest()))) {
            ear.awaitSequence(put(99));
            assertThat(ear.changes()).last().isEqualTo("/a 99");
        }
    }

    /// A row that is no record is dropped, of which there is no path to tell.
    @Test
    void deletionOfWhatIsNoRecordEndsNoWatch() throws Exception {
        try (Ear ear = Ear.listen(databases, id, WatchOptions.ALL)) {
            ear.awaitLive();
            databases.with(
                    id,
                    db -> {
                        db.dropIndex("i");
                        return id;
                    });
            ear.awaitSequence(put(99));
            assertThat(ear.failure()).isEmpty();
            assertThat(ear.changes()).containsExactly("/a 99");
        }
    }
}
