package cloud.atek.host.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The place of one service: what was done with it, and what the host acknowledged. One thread
/// changes it, others look.
final class Slot {

    private final House house;
    private final String name;
    private final Kind kind;
    private final GitPackage repository;
    private final Map<String, Integer> told;

    /// IDs under which it may be known: more than one while the host owes an answer.
    private final Set<String> ids = new HashSet<>();

    /// Values that its variable `NOTE` may have.
    private final Set<String> notes = new HashSet<>();

    /// Keys of installations that ended; IDs of those that nobody acknowledged.
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    private final Set<String> unsure = ConcurrentHashMap.newKeySet();

    /// Versions that may be installed, all that were published, and those that cannot run.
    private final Set<String> versions = new HashSet<>();

    private final Set<String> broken = new HashSet<>();
    private String newest = "";
    private int published;
    private int names;
    private volatile @Nullable String id;
    private @Nullable String key;
    private boolean mayBeGone;

    /// Whether its owner stopped it; both while the host owes an answer.
    private final Set<Boolean> stopped = new HashSet<>();

    /// @param told counts the reasons of refusals, for who reads what happened
    Slot(House house, String name, Kind kind, GitPackage repository, Map<String, Integer> told) {
        this.house = house;
        this.name = name;
        this.kind = kind;
        this.repository = repository;
        this.told = told;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    /// Its ID now, null while it is not installed.
    @Nullable String id() {
        return id;
    }

    Set<String> gone() {
        return gone;
    }

    Set<String> unsure() {
        return unsure;
    }

    /// Half of those with a quick start sleep while nobody asks.
    private boolean onDemand() {
        return kind == Kind.NODE && name.hashCode() % 2 == 0;
    }

    /// Whether its owner may have stopped it, and whether he may not have.
    Set<Boolean> stopped() {
        return Set.copyOf(stopped);
    }

    String api() {
        return "example.com/" + name;
    }

    /// Does one thing to it.
    void act(RandomGenerator random) throws Exception {
        String now = id;
        if (now == null) {
            install();
            return;
        }
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> run("restart", now, false);
            case 3 -> run("stop", now, true);
            case 4, 5 -> run("start", now, false);
            case 6, 7 -> rename(now);
            case 8 -> configure(now, "n" + random.nextInt(1000));
            case 9 -> uninstall(now);
            case 10 -> exchange("rollback", now);
            default -> {
                // Of one that is stopped nobody can tell whether a new version runs.
                publish(stopped.contains(true) || random.nextInt(5) < 3);
                exchange("updatePackage", now);
            }
        }
    }

    /// Makes a release.
    ///
    /// @param good whether it can run
    void publish(boolean good) throws Exception {
        newest = "v1." + published++ + ".0";
        if (good) {
            kind.release(repository, name, newest);
        } else {
            broken.add(newest);
            kind.releaseBroken(repository, newest, published % 2 == 0);
        }
    }

    private void exchange(String method, String now) throws InterruptedException {
        Set<String> before = Set.copyOf(versions);
        for (int i = 0; i < published; i++) {
            versions.add("v1." + i + ".0");
        }
        switch (told(method, house.services(method, now))) {
            case Answer.Yes(var updated) -> {
                String version = updated.path("installedVersion").asText();
                assertThat(broken)
                        .as("versions of %s that cannot run", name)
                        .doesNotContain(version);
                versions.clear();
                versions.add(version);
            }
            case Answer.No no when !no.unsure() -> {
                versions.clear();
                versions.addAll(before);
            }
            case Answer.No _, Answer.Silence _ -> versions.removeAll(broken);
        }
        look();
    }

    void install() throws Exception {
        if (broken.contains(newest)) {
            publish(true);
        }
        String wanted = name + "-" + ++names;
        unsure.add(wanted);
        Map<String, Object> options =
                Map.of(
                        "sourceUrl",
                        repository.bare().toString(),
                        "id",
                        wanted,
                        "user",
                        "ada",
                        "activation",
                        onDemand() ? "on-demand" : "always",
                        "idleSeconds",
                        1,
                        "config",
                        Map.of("NOTE", wanted));
        if (told("install", house.services("install", options)) instanceof Answer.Yes(var info)) {
            unsure.remove(wanted);
            key = info.path("key").asText();
            mayBeGone = false;
            known(wanted, wanted);
            versions.clear();
            versions.add(info.at("/settings/package/installedVersion").asText());
        }
        look();
    }

    private void run(String method, String now, boolean stops) throws InterruptedException {
        stopped.add(stops);
        // One that does not start is not stopped either.
        if (told(method, house.services(method, now)) instanceof Answer.Yes) {
            stopped.remove(!stops);
        }
        look();
    }

    private void rename(String now) throws InterruptedException {
        String wanted = name + "-" + ++names;
        ids.add(wanted);
        change(now, Map.of("id", wanted), wanted, null);
    }

    private void configure(String now, String note) throws InterruptedException {
        notes.add(note);
        change(now, Map.of("config", Map.of("NOTE", note)), now, note);
    }

    private void change(
            String now, Map<String, Object> options, String newId, @Nullable String note)
            throws InterruptedException {
        if (told("configure", house.services("configure", now, options)) instanceof Answer.Yes) {
            ids.clear();
            ids.add(newId);
            if (note != null) {
                notes.clear();
                notes.add(note);
            }
        }
        look();
    }

    private void uninstall(String now) throws InterruptedException {
        mayBeGone = true;
        if (told("uninstall", house.services("uninstall", now)) instanceof Answer.Yes) {
            forget();
        }
        look();
    }

    private void known(String newId, String note) {
        ids.clear();
        ids.add(newId);
        notes.clear();
        notes.add(note);
        id = newId;
        stopped.clear();
        stopped.add(false);
    }

    private void forget() {
        String old = key;
        if (old != null) {
            gone.add(old);
        }
        key = null;
        id = null;
        ids.clear();
        notes.clear();
    }

    /// Sees how it is, which must be one of the ways in which it can be.
    void look() throws InterruptedException {
        String wanted = key;
        Optional<JsonNode> list = list();
        if (wanted == null || list.isEmpty()) {
            return;
        }
        for (JsonNode info : list.get()) {
            if (info.path("key").asText().equals(wanted)) {
                String seen = info.at("/settings/id").asText();
                assertThat(ids).as("IDs of %s", name).contains(seen);
                assertThat(versions)
                        .as("versions of %s", name)
                        .contains(info.at("/settings/package/installedVersion").asText());
                assertThat(notes)
                        .as("NOTE of %s", name)
                        .contains(info.at("/settings/config/NOTE").asText());
                id = seen;
                return;
            }
        }
        assertThat(mayBeGone).as("%s is gone: %s", name, list.get()).isTrue();
        forget();
    }

    private Optional<JsonNode> list() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (house.services("list") instanceof Answer.Yes(var result)) {
                return Optional.of(result.path("services"));
            }
            Thread.sleep(100);
        }
        throw new AssertionError("nobody says how it is with " + name);
    }

    private Answer told(String method, Answer answer) {
        String what =
                switch (answer) {
                    case Answer.Yes _ -> "done";
                    case Answer.Silence _ -> "silence";
                    case Answer.No(_, var sentence) -> {
                        assertThat(sentence).doesNotContain("Exception", "\tat ", "null");
                        yield sentence.replaceAll("c\\d+-\\d+", "ID")
                                .replaceAll("v1\\.\\d+\\.0", "V")
                                .replaceAll("call [^)]*", "call");
                    }
                };
        told.merge(method + ": " + what.lines().findFirst().orElse(""), 1, Integer::sum);
        return answer;
    }
}
