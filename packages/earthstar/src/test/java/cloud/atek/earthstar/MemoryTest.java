package cloud.atek.earthstar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The largest things that strangers may send, made of the smallest parts, in a process with little
/// memory: they are answered, and it lives.
class MemoryTest {

    @TempDir private Path dir;

    @Test
    void theWorstIsAnsweredWithLittleMemory() throws Exception {
        String path =
                String.join(
                        File.pathSeparator,
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        "target/test-classes");
        Process child =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xmx224m",
                                        "-cp",
                                        path,
                                        "cloud.atek.earthstar.sync.Worst"))
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("out").toFile())
                        .start();
        boolean ended = child.waitFor(5, TimeUnit.MINUTES);
        child.destroyForcibly();
        String out = Files.readString(dir.resolve("out"));
        assertThat(ended).as(out).isTrue();
        assertThat(out.lines())
                .containsExactly(
                        "empty objects: 200",
                        "many fields: 200",
                        "packed: 413",
                        "deep: 400",
                        "empty documents: MalformedBatchException",
                        "empty ranges: MalformedBatchException",
                        "empty news: MalformedBatchException",
                        "endless pieces: MalformedBatchException");
    }
}
