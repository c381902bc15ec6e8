package cloud.atek.host.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What must be so when the chaos is over.
final class Aftermath {

    private static final Set<String> PASSING =
            Set.of("installing", "starting", "updating", "uninstalling");

    private final Chaos chaos;
    private final House house;

    Aftermath(Chaos chaos) {
        this.chaos = chaos;
        this.house = chaos.house();
    }

    void check() throws Exception {
        assertThat(house.upOrExpected()).as("the host runs").isTrue();
        Waiting.until(
                "the database is back",
                () -> house.call("atek.cloud/adb-api", "dbList") instanceof Answer.Yes);
        Waiting.until(
                "all states are settled",
                () -> states().values().stream().noneMatch(PASSING::contains));
        for (Slot slot : chaos.slots()) {
            slot.look();
        }
        onlyWhatIsOwnedIsThere();
        theStatesAreTrue();
        everyServiceIsStartedAndAnswers();
        whatWasStoredIsThere();
        assertThat(
                        house.ada()
                                .call("atek.cloud/user-sessions-api", "whoami")
                                .at("/result/username")
                                .asText())
                .isEqualTo("ada");
        foldersAndSocketsAreThoseOfServices();
        noZombieAndNoOrphan();
    }

    private List<JsonNode> list() {
        if (house.services("list") instanceof Answer.Yes(var result)) {
            var services = new ArrayList<JsonNode>();
            result.path("services").forEach(services::add);
            return services;
        }
        throw new AssertionError("services are not listed");
    }

    private Map<String, String> states() {
        var states = new HashMap<String, String>();
        for (JsonNode info : list()) {
            String before =
                    states.put(info.at("/settings/id").asText(), info.path("state").asText());
            assertThat(before).as("one ID, one service: %s", info).isNull();
        }
        return states;
    }

    /// A service that nobody has any more may be left by an installation whose end nobody heard; it
    /// can be taken away.
    private void onlyWhatIsOwnedIsThere() {
        var owned = new HashSet<>(Set.of("core.adb", "core.earthstar", "core.lonestar"));
        var gone = new HashSet<String>();
        var unsure = new HashSet<String>();
        for (Slot slot : chaos.slots()) {
            String id = slot.id();
            if (id != null) {
                owned.add(id);
            }
            gone.addAll(slot.gone());
            unsure.addAll(slot.unsure());
        }
        for (JsonNode info : list()) {
            String id = info.at("/settings/id").asText();
            assertThat(gone).as("uninstalled").doesNotContain(info.path("key").asText());
            if (!owned.remove(id)) {
                assertThat(unsure).as("nobody installed %s", info).contains(id);
                assertThat(house.services("uninstall", id)).isInstanceOf(Answer.Yes.class);
            }
        }
        assertThat(owned).as("installed and not listed").isEmpty();
    }

    /// What runs or sleeps answers, what was stopped does not; of what crashed only its owner
    /// knows.
    private void theStatesAreTrue() {
        var states = new HashMap<String, JsonNode>();
        list().forEach(info -> states.put(info.at("/settings/id").asText(), info));
        for (Slot slot : chaos.slots()) {
            JsonNode info = slot.id() == null ? null : states.get(slot.id());
            if (info == null) {
                continue;
            }
            boolean active = info.path("status").asText().equals("active");
            if (info.path("state").asText().equals("stopped")) {
                assertThat(slot.stopped()).as("%s", info).contains(!active);
            } else {
                assertThat(slot.stopped()).as("%s", info).contains(false);
            }
            boolean crashed = info.path("state").asText().equals("crashed");
            if (!crashed && slot.kind() != Kind.STATIC) {
                boolean answers = house.call(slot.api(), "who") instanceof Answer.Yes;
                assertThat(answers).as("%s", info).isEqualTo(active);
            }
        }
    }

    private void everyServiceIsStartedAndAnswers() throws Exception {
        for (Slot slot : chaos.slots()) {
            if (slot.id() == null) {
                slot.install();
            }
            String id = slot.id();
            assertThat(id).as(slot.name()).isNotNull();
            assertThat(house.services("start", id)).as(id).isInstanceOf(Answer.Yes.class);
            if (slot.kind() != Kind.STATIC) {
                assertThat(house.call(slot.api(), "who").toString()).contains(slot.name());
            }
            if (slot.kind() != Kind.JAVA) {
                Waiting.until("the page of " + id, () -> shows(slot, id));
            }
        }
    }

    /// One that sleeps shows a page of the host's until it is awake.
    private boolean shows(Slot slot, String id) {
        HttpResponse<String> page = house.ada().visit(id, "/");
        return page.statusCode() == 200 && page.body().contains(slot.name());
    }

    private void whatWasStoredIsThere() {
        var there = new HashSet<String>();
        if (house.call("atek.cloud/adb-api", "dbGetOrCreate", "chaos", Map.of())
                        instanceof Answer.Yes(var db)
                && house.call("atek.cloud/adb-api", "recordList", db.path("dbId").asText(), "/")
                        instanceof Answer.Yes(var found)) {
            found.path("records").forEach(record -> there.add(record.path("key").asText()));
        }
        assertThat(there).containsAll(chaos.records());
    }

    private void foldersAndSocketsAreThoseOfServices() throws Exception {
        Waiting.until("one folder of sockets for each process", () -> runs().size() == processes());
        var keys = new HashSet<>(Set.of(".incoming"));
        list().forEach(info -> keys.add(info.path("key").asText()));
        assertThat(keys).as("packages").containsAll(names("packages"));
        assertThat(names("packages/.incoming")).isEmpty();
    }

    private long processes() {
        return list().stream().filter(info -> info.has("sandbox")).count();
    }

    private List<String> runs() throws IOException {
        return names("run").stream().filter(name -> name.matches("[0-9a-f]{8}")).toList();
    }

    private void noZombieAndNoOrphan() throws InterruptedException {
        long host = house.host().pid();
        Waiting.until("no zombies", () -> Processes.zombies(host).isEmpty());
        Waiting.until("no orphans", () -> strangers(host).isEmpty());
    }

    private List<Long> strangers(long host) {
        Set<Long> own = new HashSet<>(Set.of(host));
        house.host().children().forEach(child -> own.add(child.pid()));
        return Processes.naming(house.home()).stream().filter(pid -> !own.contains(pid)).toList();
    }

    /// After the host was ended as by Ctrl-C.
    void checkStopped() throws Exception {
        Waiting.until("nothing runs", () -> Processes.naming(house.home()).isEmpty());
        assertThat(runs()).isEmpty();
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(house.home().resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
