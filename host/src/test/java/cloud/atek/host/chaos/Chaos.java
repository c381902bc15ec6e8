package cloud.atek.host.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run: owners who change their services, callers who ask them, and somebody who kills. What
/// the random numbers decide follows from the seed; what the processes make of it does not.
final class Chaos implements AutoCloseable {

    private static final int SERVICES = 20;
    private static final int OWNERS = 4;
    private static final int CALLERS = 4;
    private static final Duration HOST_LIVES = Duration.ofSeconds(17);
    private static final String ADB = "atek.cloud/adb-api";

    private final House house = new House();
    private final List<Slot> slots = new ArrayList<>();
    private final List<GitPackage> repositories = new ArrayList<>();
    private final Map<String, Integer> told = new ConcurrentSkipListMap<>();
    private final Set<String> records = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final long seed;
    private volatile boolean over;

    private interface Actor {
        void act(RandomGenerator random) throws Exception;
    }

    Chaos(Path dir, long seed) throws Exception {
        this.seed = seed;
        Kind[] kinds = {Kind.STATIC, Kind.NODE, Kind.STATIC, Kind.NODE, Kind.JAVA};
        for (int i = 0; i < SERVICES; i++) {
            Kind kind = kinds[i % kinds.length];
            String name = "c" + i;
            GitPackage git = GitPackage.create(dir, name);
            repositories.add(git);
            slots.add(new Slot(house, name, kind, git, told));
            slots.getLast().publish(true);
        }
    }

    List<Slot> slots() {
        return slots;
    }

    House house() {
        return house;
    }

    Set<String> records() {
        return records;
    }

    /// What was done and refused, how often.
    String story() {
        return "%d answers, %d records, %s".formatted(answered.get(), records.size(), told);
    }

    /// Lets it go on for so long.
    void run(Duration time) throws Exception {
        var actors = new ArrayList<Thread>();
        for (int i = 0; i < OWNERS; i++) {
            List<Slot> own = slots.subList(i * SERVICES / OWNERS, (i + 1) * SERVICES / OWNERS);
            actors.add(begin(i, random -> own.get(random.nextInt(own.size())).act(random)));
        }
        for (int i = 0; i < CALLERS; i++) {
            actors.add(begin(100 + i, this::ask));
        }
        actors.add(begin(200, random -> write()));
        actors.add(begin(201, random -> kill(random)));
        long end = System.nanoTime() + time.toNanos();
        long hostEnd = System.nanoTime() + HOST_LIVES.toNanos();
        while (System.nanoTime() < end && broken.get() == null) {
            assertThat(house.upOrExpected())
                    .as("the host ended by itself: %s", house.host().printed())
                    .isTrue();
            Thread.sleep(100);
            if (System.nanoTime() > hostEnd) {
                house.killTheHost();
                hostEnd = System.nanoTime() + HOST_LIVES.toNanos();
            }
        }
        over = true;
        for (Thread actor : actors) {
            actor.join();
        }
        if (broken.get() != null) {
            throw new AssertionError("seed " + seed, broken.get());
        }
    }

    private Thread begin(int number, Actor actor) {
        var random = new Random(seed + number);
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (!over) {
                            actor.act(random);
                        }
                    } catch (Throwable e) {
                        broken.compareAndSet(null, e);
                        over = true;
                    }
                });
    }

    private void ask(RandomGenerator random) throws InterruptedException {
        Slot slot = slots.get(random.nextInt(slots.size()));
        if (slot.kind() == Kind.JAVA || (slot.kind() == Kind.NODE && random.nextBoolean())) {
            switch (house.call(slot.api(), "who")) {
                case Answer.Yes(var result) -> {
                    assertThat(result.asText()).startsWith(slot.name() + " v");
                    answered.incrementAndGet();
                }
                case Answer.No(int code, _) -> assertThat(code).isIn(-32011, -32601);
                case Answer.Silence _ -> Thread.sleep(50);
            }
        } else {
            look(slot);
        }
        Thread.sleep(random.nextInt(20));
    }

    private void look(Slot slot) throws InterruptedException {
        String id = slot.id();
        try {
            if (id != null) {
                HttpResponse<String> page = house.ada().visit(id, "/");
                assertThat(page.statusCode()).as(page.body()).isIn(200, 302, 400, 404, 502, 503);
                if (page.statusCode() == 200) {
                    assertThat(page.body()).contains(slot.name());
                    answered.incrementAndGet();
                }
            }
        } catch (UncheckedIOException e) {
            Thread.sleep(50);
        }
    }

    /// What was acknowledged must be there in the end.
    private void write() throws InterruptedException {
        if (house.call(ADB, "dbGetOrCreate", "chaos", Map.of()) instanceof Answer.Yes(var db)) {
            String dbId = db.path("dbId").asText();
            String key = "r" + records.size();
            if (house.call(ADB, "recordPut", dbId, "/" + key, Map.of()) instanceof Answer.Yes) {
                records.add(key);
            }
        }
        Thread.sleep(50);
    }

    private void kill(RandomGenerator random) throws InterruptedException {
        Thread.sleep(300 + random.nextInt(1200));
        if (random.nextInt(12) == 0) {
            house.killTheDatabase();
        } else {
            house.killSomething(random);
        }
    }

    @Override
    public void close() {
        repositories.forEach(GitPackage::close);
        house.close();
    }
}
