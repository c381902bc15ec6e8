package cloud.atek.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.Activation;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.registry.Site;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The life of services with real processes, at a faster pace than people need.
class SupervisorTest {

    private SupervisorLab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new SupervisorLab();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        lab.close();
        assertThat(lab.runFolders()).isEmpty();
        assertThat(lab.children()).isEmpty();
    }

    @Test
    void aCrashedServiceComesBackAndTellsSinceWhen() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        lab.supervisor.start(unit);
        RunningService first = process(unit);
        Instant since = unit.status().since();

        kill(first, "KILL");

        lab.until(() -> unit.run != null && process(unit).pid() != first.pid());
        assertThat(unit.status().state()).isEqualTo(State.RUNNING);
        assertThat(unit.status().since()).isAfter(since);
        assertThat(first.socket().getParent()).doesNotExist();
    }

    @Test
    void aLoopOfCrashesEndsAndAStartBeginsAnew() throws Exception {
        Unit unit = lab.unit("short.js", Activation.ALWAYS);
        lab.supervisor.start(unit);

        lab.until(() -> String.valueOf(unit.status().reason()).contains("stays so"));

        assertThat(unit.status().state()).isEqualTo(State.CRASHED);
        assertThat(unit.status().reason()).contains("5 times within 10 minutes", "exit code 3");
        assertThat(unit.status().comes()).isEqualTo(Status.Comes.NOT);
        lab.supervisor.start(unit);
        assertThat(unit.run).isNotNull();
    }

    @Test
    void aCoreServiceNeverGivesUp() throws Exception {
        Unit unit = lab.core("short.js");
        lab.supervisor.start(unit);
        for (int i = 0; i < Restarts.LOOP_CRASHES; i++) {
            unit.restarts = unit.restarts.crashed(Instant.now(), Duration.ZERO);
        }

        lab.until(() -> unit.status().state() == State.CRASHED);

        assertThat(unit.status().comes()).isEqualTo(Status.Comes.SOON);
    }

    @Test
    void anAskedForStartThatFailsIsNotRepeated() throws Exception {
        Unit unit = lab.unit("broken.js", Activation.ALWAYS);

        lab.supervisor.start(unit);

        assertThat(unit.status().state()).isEqualTo(State.CRASHED);
        assertThat(unit.status().reason()).contains("before it listened", "no such thing");
        assertThat(unit.status().comes()).isEqualTo(Status.Comes.NOT);
    }

    @Test
    void oneThatHangsIsUnhealthyAndHealsWhenItAnswers() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        lab.supervisor.start(unit);

        kill(process(unit), "STOP");
        lab.until(() -> unit.status().state() == State.UNHEALTHY);
        assertThat(unit.status().reason()).contains("does not answer");
        assertThat(unit.status().active(true).name()).isEqualTo("ACTIVE");
        kill(process(unit), "CONT");

        lab.until(() -> unit.status().state() == State.RUNNING);
        assertThat(unit.status().reason()).isNull();
    }

    @Test
    void oneThatHangsForGoodIsStartedAnew() throws Exception {
        Unit unit = lab.unit("deaf.js", Activation.ALWAYS);
        lab.supervisor.start(unit);
        long first = process(unit).pid();

        lab.until(() -> unit.run != null && process(unit).pid() != first);
    }

    @Test
    void oneOnDemandWakesOnceForManyAndSleepsWhenNobodyAsks() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ON_DEMAND);
        lab.supervisor.open(unit);
        assertThat(unit.status().state()).isEqualTo(State.STOPPED);
        assertThat(unit.status().active(false).name()).isEqualTo("ACTIVE");

        List<Boolean> woken =
                IntStream.range(0, 50)
                        .parallel()
                        .mapToObj(_ -> lab.supervisor.await(unit, soon()))
                        .toList();

        assertThat(woken).doesNotContain(false);
        assertThat(lab.starts(unit)).isEqualTo(1);
        lab.until(() -> unit.run == null);
        assertThat(unit.status().reason()).contains("sleeps");
        lab.until(() -> lab.children().isEmpty());
    }

    @Test
    void oneInUseDoesNotSleep() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ON_DEMAND);
        lab.supervisor.start(unit);
        RunningService process = process(unit);

        try (Response open = lab.http.call(new SocketPath(process.socket()), get("/stream"))) {
            assertThat(open.status()).isEqualTo(200);
            Thread.sleep(Duration.ofSeconds(2));
            assertThat(unit.run).isNotNull();
        }

        lab.until(() -> unit.run == null);
    }

    @Test
    void whoAsksForOneThatCannotWakeIsToldSoSoon() throws Exception {
        Unit unit = lab.unit("broken.js", Activation.ON_DEMAND);
        lab.supervisor.open(unit);

        for (int i = 0; i < Restarts.LOOP_CRASHES; i++) {
            assertThat(unit.status().comes()).isEqualTo(Status.Comes.WHEN_ASKED);
            assertThat(lab.supervisor.await(unit, soon())).isFalse();
            Unit asked = unit;
            lab.until(() -> asked.status().state() == State.CRASHED && !asked.lock.isLocked());
        }

        assertThat(unit.status().comes()).isEqualTo(Status.Comes.NOT);
    }

    @Test
    void whoWaitsForASlowOneWaitsNoLongerThanHisCall() throws Exception {
        Unit unit = lab.unit("slow.js", Activation.ON_DEMAND);
        lab.supervisor.open(unit);

        boolean early = lab.supervisor.await(unit, Instant.now().plusMillis(100));
        boolean late = lab.supervisor.await(unit, soon());

        assertThat(early).isFalse();
        assertThat(late).isTrue();
    }

    @Test
    void anotherVersionTakesThePlaceOfTheOldOne() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        lab.supervisor.start(unit);
        long old = process(unit).pid();

        var problem =
                lab.supervisor.exchange(unit, () -> unit.installed = lab.installed("slow.js"));

        assertThat(problem).isEmpty();
        assertThat(process(unit).pid()).isNotEqualTo(old);
    }

    @Test
    void aBrokenVersionIsToldAndTheOldOneCanComeBack() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        lab.supervisor.start(unit);

        for (String broken : List.of("broken.js", "short.js")) {
            var problem =
                    lab.supervisor.exchange(unit, () -> unit.installed = lab.installed(broken));
            assertThat(problem).isPresent();
            assertThat(
                            lab.supervisor.exchange(
                                    unit, () -> unit.installed = lab.installed("good.js")))
                    .isEmpty();
            assertThat(unit.status().state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void oneThatItsOwnerStoppedIsChangedAndStaysStopped() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        unit.record = unit.record.living(null, null, true);

        assertThat(lab.supervisor.exchange(unit, () -> {})).isEmpty();
        lab.supervisor.open(unit);

        assertThat(unit.run).isNull();
        assertThat(unit.status().state()).isEqualTo(State.STOPPED);
        assertThat(lab.supervisor.await(unit, soon())).isFalse();
    }

    @Test
    void aChangeThatFailsLeavesTheOldOneRunning() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ALWAYS);
        lab.supervisor.start(unit);

        try {
            lab.supervisor.exchange(
                    unit,
                    () -> {
                        throw new IllegalStateException("the disk is full");
                    });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("full");
        }

        assertThat(unit.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void closingEndsWhatRunsAndWhatIsJustStarting() throws Exception {
        Unit running = lab.unit("good.js", Activation.ALWAYS);
        Unit slow = lab.unit("slow.js", Activation.ALWAYS);
        Unit crashed = lab.unit("short.js", Activation.ALWAYS);
        lab.supervisor.start(running);
        lab.supervisor.start(crashed);
        lab.supervisor.open(slow);
        lab.until(() -> lab.children().size() >= 2);

        lab.supervisor.close(Duration.ofSeconds(4));

        assertThat(List.of(running, slow, crashed)).allMatch(unit -> unit.run == null);
        assertThat(lab.children()).isEmpty();
        assertThat(lab.runFolders()).isEmpty();
    }

    @Test
    void theRegistryKnowsWhatIsSo() throws Exception {
        Unit unit = lab.unit("good.js", Activation.ON_DEMAND);
        lab.supervisor.open(unit);
        assertThat(lab.site(unit))
                .isInstanceOfSatisfying(Site.Down.class, down -> assertThat(down.comes()).isTrue());

        lab.supervisor.start(unit);
        assertThat(lab.site(unit)).isInstanceOf(Site.Live.class);

        lab.supervisor.stop(unit, Duration.ofSeconds(1), Status.stopped());
        assertThat(lab.site(unit))
                .isInstanceOfSatisfying(
                        Site.Down.class, down -> assertThat(down.comes()).isFalse());
    }

    private static RunningService process(Unit unit) {
        if (unit.run instanceof Unit.Run.Alive(var process, _)) {
            return process;
        }
        throw new AssertionError("it does not run: " + unit.status());
    }

    private static void kill(RunningService process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    }

    private static Request get(String path) {
        return new Request("GET", path, Headers.of("Host", "localhost"), Body.none());
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(20);
    }
}
