package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.adb.Limits;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.kit.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the process.
public final class AdbMain {

    private static final Logger log = LoggerFactory.getLogger(AdbMain.class);

    /// A log that keeps not all of its history is compacted when it has grown by half.
    private static final ChainSettings CHAINS =
            ChainSettings.DEFAULT.with(CompactionSettings.of(new CompactMode.Factor(0.5)));

    /// The streams that may watch, and calls beside them.
    private static final int CONNECTIONS_MAX = Limits.WATCHERS_MAX + 512;

    private AdbMain() {}

    public static void main(String[] args) throws IOException {
        Service service = Service.fromEnvironment();
        Path data = service.environment().data();
        NativeSqlite.extractTo(data.resolve("native"));
        var adb =
                new Adb(
                        new Databases(data, CHAINS),
                        service.environment().key(),
                        Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(adb), "adb-end"));
        service.files("/", AdbMain.class, "/web")
                .export("/_api/adb", AdbApi.class, adb::as)
                .handle("/_api/adb-blobs", new BlobHandler(adb))
                .limits(
                        cloud.atek.wire.Limits.DEFAULT
                                .withBodyBytes(Limits.BLOB_BYTES_MAX)
                                .withConnections(CONNECTIONS_MAX))
                .exportLive("/_api/adb-live", AdbApi.class, adb::as)
                .serve();
    }

    private static void close(Adb adb) {
        try {
            adb.close();
        } catch (IOException e) {
            log.warn("a database did not close", e);
        }
    }
}
