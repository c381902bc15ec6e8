package cloud.atek.host.log;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.LogLines;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.HostConfig.LogLimits;
import cloud.atek.host.log.ServiceLog.Source;
import cloud.atek.testkit.ManualClock;
import cloud.atek.testkit.Seeds;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {

    private static final ServiceKey KEY = new ServiceKey("k1");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir Path dir;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T10:00:00.123Z"));

    @Test
    void aLineHasTimeAndSource() throws Exception {
        ServiceLog log = log();
        log.append(Source.OUT, "ready");
        log.append(Source.ERR, "oh");

        assertThat(log.tail(10).lines())
                .containsExactly(
                        "2026-11-21T10:00:00.123Z out ready", "2026-11-21T10:00:00.123Z err oh");
        assertThat(dir.resolve("k1/current.log")).content().hasLineCount(2);
    }

    @Test
    void theNewestLinesWin() throws Exception {
        ServiceLog log = log();
        for (int i = 0; i < 10; i++) {
            log.append(Source.OUT, "line " + i);
        }

        assertThat(words(log.tail(2))).containsExactly("line 8", "line 9");
    }

    @Test
    void aCursorGivesWhatCameAfterIt() throws Exception {
        ServiceLog log = log();
        log.append(Source.OUT, "a");
        LogLines first = log.tail(10);
        log.append(Source.OUT, "b");
        LogLines second = log.after(first.cursor(), 10, ZERO);

        assertThat(words(second)).containsExactly("b");
        assertThat(log.after(second.cursor(), 10, ZERO))
                .isEqualTo(new LogLines(List.of(), second.cursor()));
    }

    @Test
    void whoWaitsGetsTheNextLine() throws Exception {
        ServiceLog log = log();
        log.append(Source.OUT, "a");
        String cursor = log.tail(1).cursor();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(() -> log.after(cursor, 10, Duration.ofSeconds(20)));
            log.append(Source.OUT, "b");

            assertThat(words(waiting.get())).containsExactly("b");
        }
    }

    @Test
    void linesOutliveTheHost() throws Exception {
        log().append(Source.OUT, "before");
        LogLines before = log().tail(10);
        log().append(Source.OUT, "after");

        assertThat(words(log().after(before.cursor(), 10, ZERO))).containsExactly("after");
    }

    @Test
    void aFullLogKeepsItsNewestFiles() throws Exception {
        ServiceLog log = log();
        String text = "x".repeat(8_000);
        for (int i = 0; i < 1_000; i++) {
            log.append(Source.OUT, i + " " + text);
            clock.advance(SECOND);
        }

        try (var files = Files.list(dir.resolve("k1"))) {
            assertThat(files.map(Path::toFile).toList())
                    .hasSize(HostConfig.DEFAULT.logs().files())
                    .allMatch(file -> file.length() <= HostConfig.DEFAULT.logs().fileBytes());
        }
        assertThat(words(log.tail(10_000)))
                .hasSizeGreaterThan(400)
                .last()
                .asString()
                .startsWith("999 ");
    }

    @Test
    void aCursorOfADeletedFileGivesTheOldestThatIsLeft() throws Exception {
        ServiceLog log = log();
        log.append(Source.OUT, "first");
        String cursor = log.tail(1).cursor();
        for (int i = 0; i < 1_000; i++) {
            log.append(Source.OUT, i + "x".repeat(8_000));
            clock.advance(SECOND);
        }

        assertThat(log.after(cursor, 10_000, ZERO)).isEqualTo(log.tail(10_000));
    }

    @Test
    void readingInStepsGivesEveryLineOnce() {
        Seeds.forAll((random, size) -> {
            ServiceLog log = new ServiceLogs(dir.resolve("s" + random.nextLong()), clock).of(KEY);
            var said = new ArrayList<String>();
            var read = new ArrayList<String>();
            String cursor = log.tail(1).cursor();
            for (int i = 0; i < Math.min(size, 60); i++) {
                String line = i + " " + "y".repeat(random.nextInt(8_000));
                said.add(line);
                log.append(Source.HOST, line);
                if (random.nextInt(3) == 0) {
                    LogLines more = log.after(cursor, 10_000, ZERO);
                    read.addAll(words(more));
                    cursor = more.cursor();
                }
            }
            read.addAll(words(log.after(cursor, 10_000, ZERO)));

            assertThat(read).isEqualTo(said);
        });
    }

    @Test
    void aFloodIsDroppedAndCounted() throws Exception {
        ServiceLog log = log();
        for (int i = 0; i < 1_500; i++) {
            log.append(Source.OUT, "line " + i);
        }
        assertThat(log.tail(10_000).lines()).hasSize(LineRate.LINES_PER_SECOND_MAX);
        clock.advance(SECOND);

        assertThat(words(log.tail(1)))
                .containsExactly("500 lines dropped: it printed too many in a second");
    }

    @Test
    void aFloodOfBytesIsDroppedAsWell() throws Exception {
        ServiceLog log = log();
        for (int i = 0; i < 500; i++) {
            log.append(Source.OUT, "x".repeat(8_000));
        }

        assertThat(log.tail(10_000).lines()).hasSize((1 << 20) / 8_000);
    }

    @Test
    void whatTheHostSaysIsNeverDropped() throws Exception {
        ServiceLog log = log();
        for (int i = 0; i < 1_500; i++) {
            log.append(Source.OUT, "line " + i);
        }
        log.append(Source.HOST, "it was stopped");

        assertThat(words(log.tail(1))).containsExactly("it was stopped");
    }

    @Test
    void howMuchIsKeptCanChange() throws Exception {
        var sizes = new AtomicReference<>(new LogLimits(3, 100_000));
        ServiceLog log = new ServiceLogs(dir, clock, sizes::get).of(KEY);
        for (int i = 0; i < 60; i++) {
            log.append(Source.HOST, i + "x".repeat(8_000));
        }
        assertThat(files()).hasSize(3).allMatch(file -> file.length() <= 100_000);

        sizes.set(new LogLimits(1, 100_000));
        for (int i = 0; i < 60; i++) {
            log.append(Source.HOST, i + "x".repeat(8_000));
        }
        assertThat(files()).hasSize(1).allMatch(file -> file.length() <= 100_000);
        assertThat(log.bytes()).isEqualTo(files().getFirst().length());
    }

    @Test
    void whoFollowsHearsEveryLineInOrder() {
        Seeds.forAll((random, size) -> {
            var sizes = new LogLimits(100, 100_000);
            Path folder = dir.resolve("f" + random.nextLong());
            ServiceLog log = new ServiceLogs(folder, clock, () -> sizes).of(KEY);
            var said = new ArrayList<String>();
            var heard = new ArrayList<String>();
            String cursor = log.tail(1).cursor();
            for (int i = 0; i < Math.min(size, 60); i++) {
                said.add(i + " " + "y".repeat(random.nextInt(8_000)));
                log.append(Source.HOST, said.getLast());
                if (random.nextInt(9) == 0) {
                    cursor = hear(log, cursor, heard);
                }
            }
            hear(log, cursor, heard);

            assertThat(heard).isEqualTo(said);
        });
    }

    private static String hear(ServiceLog log, String from, List<String> heard) throws Exception {
        String cursor = from;
        for (LogLines more = log.next(cursor, ZERO);
                !more.lines().isEmpty();
                more = log.next(cursor, ZERO)) {
            heard.addAll(words(more));
            cursor = more.cursor();
        }
        return cursor;
    }

    private List<File> files() throws IOException {
        try (var files = Files.list(dir.resolve("k1"))) {
            return files.map(Path::toFile).toList();
        }
    }

    @Test
    void aStrangeCursorIsRefused() {
        assertThatThrownBy(() -> log().after("../etc", 1, ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a cursor");
    }

    private ServiceLog log() {
        return new ServiceLogs(dir, clock).of(KEY);
    }

    /// Without time and source.
    private static List<String> words(LogLines lines) {
        return lines.lines().stream().map(line -> line.replaceFirst("^\\S+ \\S+ ", "")).toList();
    }
}
