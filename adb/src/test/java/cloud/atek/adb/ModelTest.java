package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.Expected;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database is what [DatabaseModel] says, whatever happens to it on the way.
class ModelTest {

    @TempDir private Path dir;

    @Test
    void databaseIsItsModelWhateverIsDoneToIt() {
        Seeds.forAll((random, size) -> {
            if (size % 40 == 0) {
                try (var life = new Life(dir, random)) {
                    for (int step = 0; step < size; step++) {
                        life.step();
                    }
                    life.requireModel();
                }
            }
        });
    }

    @Test
    void databaseIsItsModelAfterEveryKill() throws Exception {
        lives(4);
    }

    @Test
    @Tag("slow")
    void databaseIsItsModelAfterManyKills() throws Exception {
        lives(100);
    }

    private void lives(int count) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        try (var life = new Life(dir, random)) {
            for (int i = 0; i < count; i++) {
                life.dieAsAnother(random.nextLong(), "seed %d, life %d".formatted(seed, i));
                life.requireModel();
            }
            assertThat(life.model.sequence()).isGreaterThan(count);
        }
    }

    /// One database and its model.
    private static final class Life implements AutoCloseable {

        private final Path dir;
        private final RandomGenerator random;
        private final RandomWrites writes;
        private final DatabaseModel model = new DatabaseModel();
        private Databases databases;
        private final String id;

        Life(Path dir, RandomGenerator random) throws IOException {
            this.dir = dir;
            this.random = random;
            this.writes = new RandomWrites(random);
            this.databases = new Databases(dir, ChainSettings.DEFAULT);
            this.id = databases.create();
        }

        void step() throws IOException {
            switch (random.nextInt(24)) {
                case 0 -> reopen();
                case 1 -> loseViews(".sqlite");
                case 2 -> loseViews(".history.sqlite");
                case 3 -> damageView();
                case 4 -> defineIndex();
                case 5 -> restore();
                case 6, 7 -> requireModel();
                // It keeps everything, for that is the retention unless it was changed.
                case 8 -> databases.compact(id);
                default -> batch();
            }
        }

        private void batch() throws IOException {
            Map<String, @Nullable JsonNode> next = writes.next();
            String read = writes.path();
            var expected = List.of(new Expected(KeyPath.parse(read), model.sequenceOf(read)));
            if (random.nextInt(5) == 0) {
                var wrong = List.of(new Expected(KeyPath.parse(read), model.sequenceOf(read) + 1));
                assertThatThrownBy(() -> use(db -> db.batch(RandomWrites.operations(next), wrong)))
                        .isInstanceOf(ConflictException.class);
            }
            model.commit(next);
            long sequence = use(db -> db.batch(RandomWrites.operations(next), expected));
            assertThat(sequence).isEqualTo(model.sequence());
        }

        private void restore() throws IOException {
            String path = writes.path();
            long at = random.nextLong(model.sequence() + 1);
            JsonNode old = model.at(at).get(path);
            if (old == null || !old.equals(model.now().get(path))) {
                model.commit(Collections.singletonMap(path, old));
            }
            use(db -> db.restore(KeyPath.parse(path), Moment.of(at)));
            assertThat(sequence()).isEqualTo(model.sequence());
        }

        private void defineIndex() throws IOException {
            String name = "i" + random.nextInt(4);
            List<IndexInfo> all = use(Database::indexes);
            if (all.stream().anyMatch(one -> one.index().name().equals(name))) {
                use(db -> {
                    db.dropIndex(name);
                    return name;
                });
            } else {
                KeyPath folder = KeyPath.parse(writes.folder());
                String pointer = writes.json().pointer().text();
                use(db -> db.defineIndex(IndexConfig.values(name, folder, pointer)));
            }
            model.commitOther();
        }

        private void reopen() throws IOException {
            databases.close();
            databases = new Databases(dir, ChainSettings.DEFAULT);
        }

        private void loseViews(String suffix) throws IOException {
            databases.close();
            View.delete(views().resolve(id + suffix));
            databases = new Databases(dir, ChainSettings.DEFAULT);
        }

        /// What is left of it is no database any more.
        private void damageView() throws IOException {
            databases.close();
            Path file = views().resolve(id + ".sqlite");
            Files.write(file, new byte[100]);
            databases = new Databases(dir, ChainSettings.DEFAULT);
        }

        private Path views() {
            return dir.resolve("views");
        }

        /// Lets another process write until it is killed, somewhere.
        void dieAsAnother(long seed, String life) throws Exception {
            databases.close();
            Process child = WritingProcess.start(dir, id, seed);
            long acknowledged = model.sequence();
            int lines = 1 + random.nextInt(60);
            if (random.nextInt(5) == 0) {
                assertThat(child.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS)).isFalse();
                child.toHandle().destroyForcibly();
            }
            try (var out = child.inputReader()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.endsWith(".")) {
                        acknowledged = Long.parseLong(line.substring(0, line.length() - 1));
                    }
                    if (--lines == 0) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor()).as(life).isEqualTo(137);
            if (random.nextInt(3) == 0) {
                View.delete(views().resolve(id + ".sqlite"));
            }
            databases = new Databases(dir, ChainSettings.DEFAULT);
            follow(seed, acknowledged, life);
        }

        /// All that was acknowledged is there, and whole commits of what was on its way.
        private void follow(long seed, long acknowledged, String life) throws IOException {
            long found = sequence();
            assertThat(found).as(life).isGreaterThanOrEqualTo(acknowledged);
            var same = new RandomWrites(new Random(seed));
            while (model.sequence() < found) {
                model.commit(same.next());
            }
        }

        void requireModel() throws IOException {
            use(db -> {
                for (long at :
                        new long[] {model.sequence(), random.nextLong(model.sequence() + 1)}) {
                    model.requireLists(db, at, writes.folder());
                    model.requireGets(db, at, writes.path());
                    model.requireDifferences(db, random.nextLong(model.sequence() + 1), at);
                }
                model.requireHistory(db, writes.path());
                model.requireAnswers(db, query());
                return id;
            });
        }

        private Query query() {
            return Query.below(KeyPath.parse(writes.folder()))
                    .where(writes.json().filter(2))
                    .orderBy(writes.json().orders().toArray(Query.Order[]::new))
                    .limit(1 + random.nextInt(20));
        }

        private long sequence() throws IOException {
            return use(db -> db.batch(List.of(), List.of()));
        }

        private <T> T use(Databases.Use<T> use) throws IOException {
            return databases.with(id, use);
        }

        @Override
        public void close() throws IOException {
            databases.close();
        }
    }
}
