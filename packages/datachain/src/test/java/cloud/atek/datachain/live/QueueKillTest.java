package cloud.atek.datachain.live;

import static cloud.atek.datachain.live.LiveStand.bytes;
import static cloud.atek.datachain.live.LiveStand.committed;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.log.LocalDisk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that is killed with a message in its hands.
class QueueKillTest {

    private static final RowKey PARENT = new RowKey(7, 7);
    private static final RowKey EFFECT = new RowKey(7, 8);
    private static final WorkTerms TERMS = new WorkTerms(Duration.ofSeconds(1), 5);

    @TempDir private Path dir;

    @Test
    void messageOfAKilledWorkerIsGivenOutAgain() throws Exception {
        SigningKey key = SigningKey.random();
        keys(dir).save(key);
        try (Chain chain = Chain.create(dir.resolve("chain"), key, ChainSettings.DEFAULT);
                Queue queue = queue(chain, "parent")) {
            var parent = new Event.Put(PARENT, null, "test/parent", bytes(""));
            chain.commit(Change.of(parent, queue.message("test/row", bytes("work"))));
        }
        Process child = worker(dir);
        try (var out = child.inputReader()) {
            assertThat(out.readLine()).isEqualTo("taken, attempt 1");
            child.toHandle().destroyForcibly();
        }
        assertThat(child.waitFor()).isEqualTo(137);

        try (Chain chain = open(dir);
                Queue queue = queue(chain, "heir")) {
            assertThat(queue.take(LiveStand.LONG))
                    .isInstanceOfSatisfying(
                            Taking.Taken.class,
                            taken -> assertThat(taken.message().attempt()).isEqualTo(2));
        }
        try (Chain chain = open(dir);
                Queue queue = queue(chain, "heir")) {
            Message message = ((Taking.Taken) queue.take(LiveStand.LONG)).message();
            var effect = new Event.Put(EFFECT, null, "test/effect", bytes("once"));
            committed(queue.done(message, List.of(new Edit(effect, Edit.ABSENT)), List.of()));
            assertThat(queue.poll()).isInstanceOf(Taking.Empty.class);
            chain.verify();
        }
    }

    private static Process worker(Path dir) throws IOException {
        String path =
                String.join(
                        File.pathSeparator,
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        "target/test-classes");
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                path,
                                Worker.class.getName(),
                                dir.toString()))
                .redirectError(dir.resolve("errors").toFile())
                .start();
    }

    private static KeyFolder keys(Path dir) {
        return new KeyFolder(new LocalDisk(), dir.resolve("keys"));
    }

    private static Chain open(Path dir) throws IOException {
        return Chain.open(dir.resolve("chain"), keys(dir), ChainSettings.DEFAULT);
    }

    private static Queue queue(Chain chain, String holder) {
        return new Queue(chain, new Place(PARENT, 1), holder, TERMS);
    }

    /// Takes a message and never ends it.
    static final class Worker {

        private Worker() {}

        @SuppressWarnings("SystemOut") // The parent reads it.
        public static void main(String[] args) throws Exception {
            Chain chain = open(Path.of(args[0]));
            if (queue(chain, "child").poll() instanceof Taking.Taken(Message message)) {
                System.out.println("taken, attempt " + message.attempt());
            }
            Thread.sleep(Duration.ofMinutes(1));
        }
    }
}
