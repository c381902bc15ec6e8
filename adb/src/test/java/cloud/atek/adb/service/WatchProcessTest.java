package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.adb.Limits;
import cloud.atek.wire.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Watching a real process, with the heap that a service has.
class WatchProcessTest {

    private static final int WATCHERS = 1000;
    private static final int PUTS = 20;

    private Path dir;
    private AdbProcess adb;
    private String db;

    @BeforeEach
    void start() throws Exception {
        dir = Files.createTempDirectory(Path.of("/tmp"), "a");
        adb = AdbProcess.start(dir);
        adb.call("init", Map.of("serverDbId", ""));
        db = adb.call("bob", "notes", "dbCreate").at("/result/dbId").asText();
    }

    @AfterEach
    void end() {
        adb.close();
    }

    private Response watch() {
        try {
            return adb.stream("bob", "notes", "watch", db, Map.of("path", "/n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aThousandWatchOneDatabase() throws Exception {
        var streams = new ArrayList<Response>();
        try {
            for (int i = 0; i < WATCHERS; i++) {
                streams.add(watch());
            }
            List<BufferedReader> readers =
                    streams.stream()
                            .map(one ->
                                    new BufferedReader(
                                            new InputStreamReader(one.body().in(), UTF_8), 1024))
                            .toList();
            readers.forEach(one -> assertThat(next(one)).isEqualTo("{\"seq\":1}"));
            for (int i = 0; i < PUTS; i++) {
                adb.call("bob", "notes", "recordPut", db, "/n/" + i, Map.of("n", "x".repeat(200)));
            }
            for (BufferedReader one : readers) {
                for (int i = 0; i < PUTS; i++) {
                    assertThat(next(one)).contains("\"/n/" + i + "\",\"seq\":" + (i + 2));
                }
            }
        } finally {
            for (Response one : streams) {
                one.close();
            }
        }
    }

    /// More than fit are refused in words; those who go make room at once.
    @Test
    void tooManyAreRefusedAndTheGoneMakeRoom() throws Exception {
        for (int round = 0; round < 2; round++) {
            var streams = new ArrayList<Response>();
            for (int i = 0; i < Limits.DATABASE_WATCHERS_MAX; i++) {
                Response one = again();
                streams.add(one);
            }
            try (Response refused = watch()) {
                assertThat(new String(refused.body().bytes(1 << 20), UTF_8))
                        .contains("1,500 streams watch this database, and no more fit");
            }
            for (Response one : streams) {
                one.close();
            }
        }
    }

    /// Waits until there is room.
    private Response again() throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (true) {
            Response one = watch();
            String type = one.headers().first("Content-Type").orElse("");
            if (type.startsWith("text/event-stream") || System.nanoTime() - end > 0) {
                var reader = new BufferedReader(new InputStreamReader(one.body().in(), UTF_8), 512);
                assertThat(next(reader)).isEqualTo("{\"seq\":1}");
                return one;
            }
            one.close();
            Thread.sleep(10);
        }
    }

    @Test
    void whoMayNotReadAnyMoreIsToldSo() throws Exception {
        adb.call("bob", "notes", "dbConfigure", db, Map.of("access", "public"));
        try (Response ann = adb.stream("ann", "other", "watch", db, Map.of())) {
            var lines = new BufferedReader(new InputStreamReader(ann.body().in(), UTF_8));
            assertThat(next(lines)).isEqualTo("{\"seq\":1}");
            adb.call("bob", "notes", "dbConfigure", db, Map.of("access", "private"));
            adb.call("bob", "notes", "recordPut", db, "/secret", Map.of("n", 1));
            assertThat(next(lines)).contains("-32010", "Not authorized").doesNotContain("secret");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isNull();
        }
        try (Response ann = adb.stream("ann", "other", "watch", db, Map.of())) {
            assertThat(new String(ann.body().bytes(1 << 20), UTF_8)).contains("Not authorized");
        }
    }

    private static String next(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    return line.substring(6);
                }
            }
            throw new AssertionError("the stream ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
