package cloud.atek.host.services;

import cloud.atek.api.Activation;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Plan;
import cloud.atek.host.process.Exit;
import cloud.atek.host.process.Program;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.services.Status.Comes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs services, a process or a served folder each, and tells the registry the truth about them.
/// Thread-safe; what concerns one service waits for its lock.
///
/// What somebody asked for and went wrong stands in the status, and he decides what to do. What the
/// host does by itself, at its start and after a crash, it does again as [Restarts] says.
final class Supervisor {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    /// Meanwhile it may take still more.
    private static final Duration GRACE_OF_GREED = Duration.ofSeconds(1);

    /// A file in the data folder of a service.
    private static final String AWAKE = "awake";

    private final Set<Unit> inUse = ConcurrentHashMap.newKeySet();
    private final Map<Unit, Thread> starting = new ConcurrentHashMap<>();
    private final SupervisorParts parts;
    private final Processes processes;
    private final Notices notices;
    private final Tending tending;
    private final Pace pace;
    private volatile boolean closing;

    Supervisor(SupervisorParts parts) {
        this(parts, Pace.USUAL);
    }

    Supervisor(SupervisorParts parts, Pace pace) {
        this.parts = parts;
        this.processes = new Processes(parts);
        this.notices = new Notices(parts.registry());
        this.tending = new Tending(this, parts, pace);
        this.pace = pace;
    }

    /// Deletes the sockets of services that died with their host.
    ///
    /// @throws IOException when the data folder cannot be used
    void sweep() throws IOException {
        processes.sweep();
    }

    /// Starts it because somebody wants it, and waits until it answers.
    void start(Unit unit) {
        unit.lock.lock();
        try {
            unit.restarts = Restarts.NONE;
            up(unit);
        } finally {
            unit.lock.unlock();
        }
    }

    /// Lets a core service be as it should be when the host starts: it runs, or sleeps until
    /// somebody asks for it.
    void bring(Unit unit) {
        if (sleeps(unit)) {
            turn(unit, Status.asleep());
        } else {
            start(unit);
        }
    }

    /// Whether it may be put to sleep. One that has a file [#AWAKE] in its data folder has work of
    /// its own, which goes on while nobody asks for anything.
    boolean sleeps(Unit unit) {
        return unit.activation() == Activation.ON_DEMAND
                && !Files.exists(parts.data().resolve(unit.key.value()).resolve(AWAKE));
    }

    /// Lets it be as it should be when the host starts. Returns at once.
    void open(Unit unit) {
        boolean sleeps = sleeps(unit);
        if (unit.record.keptStopped()) {
            turn(unit, Status.of(State.STOPPED, "It was stopped", Comes.NOT));
        } else if (unit.installed != null && sleeps) {
            turn(unit, Status.asleep());
        } else {
            Status starting = Status.starting();
            turn(unit, starting);
            Thread.ofVirtual().name("start " + unit.id()).start(() -> again(unit, starting));
        }
    }

    /// Lets one that slept run, or the other way round, as its record says now.
    void reopen(Unit unit) {
        if (unit.run == null && unit.status().comes() == Comes.WHEN_ASKED) {
            open(unit);
        }
    }

    /// Stops it and waits until its processes are gone.
    ///
    /// @param next how it is with it then
    void stop(Unit unit, Duration grace, Status next) {
        unit.lock.lock();
        try {
            halt(unit, grace, next);
        } finally {
            unit.lock.unlock();
        }
    }

    /// Stops it when it runs, and starts it.
    void restart(Unit unit) {
        unit.lock.lock();
        try {
            halt(unit, RunningService.GRACE, Status.starting());
            start(unit);
        } finally {
            unit.lock.unlock();
        }
    }

    /// As [#restart], if it runs, or was stopped because it took too much and may have more now.
    void refresh(Unit unit, boolean more) {
        unit.lock.lock();
        try {
            if (unit.run != null || (more && unit.status().comes() == Comes.WHEN_ALLOWED)) {
                restart(unit);
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Puts another version in the place of the present one: stops it, lets `change` exchange what
    /// is installed (`unit.installed`, `unit.record`), starts it and waits until it has run and
    /// answered for a while. One that its owner stopped is changed and stays stopped. Holds the
    /// unit's lock; a caller that wants to go back on failure holds it as well.
    ///
    /// @param change when it throws, what was installed before runs again
    /// @return one sentence on why the other version does not work; empty when all is well
    Optional<String> exchange(Unit unit, Runnable change) {
        unit.lock.lock();
        try {
            boolean wanted = !unit.record.keptStopped();
            Status during =
                    Status.of(State.UPDATING, "Another version takes its place", Comes.SOON);
            halt(unit, RunningService.GRACE, during);
            boolean changed = false;
            try {
                change.run();
                changed = true;
            } finally {
                if (!changed && wanted) {
                    up(unit);
                }
            }
            if (!wanted) {
                turn(unit, Status.stopped());
                return Optional.empty();
            }
            unit.restarts = Restarts.NONE;
            return Optional.ofNullable(up(unit)).or(() -> trial(unit));
        } finally {
            unit.lock.unlock();
        }
    }

    private Optional<String> trial(Unit unit) {
        if (!(unit.run instanceof Unit.Run.Alive(var process, _))) {
            return Optional.empty();
        }
        Instant end = Instant.now().plus(pace.trial());
        try {
            while (process.alive() && Instant.now().isBefore(end)) {
                Thread.sleep(Duration.ofMillis(50));
            }
            if (!process.alive()) {
                return Optional.of(process.awaitExit().reason());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the host is stopping");
        }
        return process.answers(pace.answer())
                ? Optional.empty()
                : Optional.of("it does not answer any more");
    }

    /// Waits until it runs, and starts it when it sleeps.
    ///
    /// @return whether it runs
    boolean await(Unit unit, Instant deadline) {
        Status from = unit.status();
        if (from.comes() == Comes.WHEN_ASKED) {
            Thread.ofVirtual().name("wake " + unit.id()).start(() -> wake(unit));
        }
        return unit.awaitRun(from, deadline);
    }

    private void wake(Unit unit) {
        unit.lock.lock();
        try {
            if (unit.status().comes() == Comes.WHEN_ASKED) {
                String failure = up(unit);
                if (failure != null) {
                    crashed(unit, failure, Duration.ZERO);
                }
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Its record has changed: what the registry says of it changes as well.
    void register(Unit unit) {
        notices.register(unit);
    }

    /// Tells how it is with it from now on.
    void turn(Unit unit, Status next) {
        notices.turn(unit, next);
    }

    /// Starts nothing any more, and stops all, side by side.
    void close(Duration grace) {
        closing = true;
        starting.values().forEach(Thread::interrupt);
        List<Thread> stops =
                inUse.stream()
                        .map(unit -> Thread.ofVirtual().start(() -> end(unit, grace)))
                        .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void end(Unit unit, Duration grace) {
        stop(unit, grace, Status.stopped());
    }

    /// Starts it when it does not run.
    ///
    /// @return why that failed, as its status says; null when it runs, or the host is stopping
    private @Nullable String up(Unit unit) {
        if (unit.run != null || closing) {
            return null;
        }
        Installed installed = unit.installed;
        if (installed == null) {
            return failed(unit, "Its files are missing: install it again");
        }
        turn(unit, Status.starting());
        return switch (installed.plan()) {
            case Plan.Static(var root) -> served(unit, new Unit.Run.Served(root));
            case Plan.Java(var classPath, var mainClass) ->
                    launched(unit, installed, new Program.Java(classPath, mainClass));
            case Plan.Node(var script) -> launched(unit, installed, new Program.Node(script));
        };
    }

    private @Nullable String served(Unit unit, Unit.Run run) {
        unit.run = run;
        turn(unit, Status.running(null));
        log.info("{} is served", unit.id());
        return null;
    }

    private @Nullable String launched(Unit unit, Installed installed, Program program) {
        inUse.add(unit);
        starting.put(unit, Thread.currentThread());
        Processes.Made made;
        try {
            made =
                    closing
                            ? new Processes.Made.Failed("The host is stopping")
                            : processes.start(unit, installed, program);
        } finally {
            starting.remove(unit);
        }
        return switch (made) {
            case Processes.Made.Failed(String reason) -> {
                inUse.remove(unit);
                yield failed(unit, reason);
            }
            case Processes.Made.Running(var run) -> running(unit, run);
        };
    }

    private @Nullable String running(Unit unit, Unit.Run.Alive run) {
        List<String> layers = run.process().layers();
        unit.run = run;
        register(unit);
        unit.starts.incrementAndGet();
        unit.whenStarted.run();
        // Only now go on those who waited: what is to be done first is done.
        turn(unit, Status.running(layers));
        log.info("{} runs, confined by {}", unit.id(), layers);
        tending.begin(unit, run);
        return null;
    }

    private String failed(Unit unit, String reason) {
        turn(unit, Status.of(State.CRASHED, reason, Comes.NOT));
        if (!closing) {
            log.warn("{} does not run: {}", unit.id(), reason);
        }
        return reason;
    }

    /// Ends what runs of it.
    private void halt(Unit unit, Duration grace, Status next) {
        Unit.Run run = unit.run;
        unit.run = null;
        turn(unit, next);
        if (run instanceof Unit.Run.Alive alive) {
            processes.end(unit, alive, grace);
        }
        inUse.remove(unit);
    }

    /// Its process is gone.
    void lost(Unit unit, Unit.Run.Alive run, Exit exit) {
        unit.lock.lock();
        try {
            if (!run.equals(unit.run)) {
                return;
            }
            unit.run = null;
            inUse.remove(unit);
            if (exit.exceeded() && !unit.core) {
                tooMuch(unit, exit.reason());
                turn(unit, Status.exceeded(exit.reason()));
            } else {
                crashed(unit, exit.reason(), ran(run));
            }
            processes.forget(unit, run);
        } finally {
            unit.lock.unlock();
        }
    }

    /// It takes more of the machine than it may: ends it, until somebody starts it.
    void exceeded(Unit unit, Unit.Run.Alive run, String reason) {
        unit.lock.lock();
        try {
            if (run.equals(unit.run)) {
                tooMuch(unit, reason);
                halt(unit, GRACE_OF_GREED, Status.exceeded(reason));
            }
        } finally {
            unit.lock.unlock();
        }
    }

    private void tooMuch(Unit unit, String reason) {
        log.warn("{} is stopped: {}", unit.id(), reason);
        note(unit, "service stopped, it took too much", reason);
    }

    private static Duration ran(Unit.Run.Alive run) {
        return Duration.between(run.process().startedAt(), Instant.now());
    }

    /// Decides what becomes of one that does not run any more, and should.
    private void crashed(Unit unit, String reason, Duration ran) {
        unit.restarts = unit.restarts.crashed(Instant.now(), ran);
        boolean looping = !unit.core && unit.restarts.looping();
        if (looping || closing || unit.installed == null) {
            failed(unit, looping ? Restarts.given(reason) : reason);
            note(unit, looping ? "service left alone after crashes" : "service crashed", reason);
        } else if (sleeps(unit)) {
            turn(unit, Status.of(State.CRASHED, reason, Comes.WHEN_ASKED));
            note(unit, "service crashed", reason);
        } else {
            Status waiting = Status.of(State.CRASHED, reason, Comes.SOON);
            turn(unit, waiting);
            Duration pause = unit.restarts.pause();
            log.warn("{} crashed and is started again: {}", unit.id(), reason);
            note(unit, "service crashed", reason);
            Thread.ofVirtual()
                    .name("restart " + unit.id())
                    .start(() -> again(unit, waiting, pause));
        }
    }

    private void note(Unit unit, String event, @Nullable String why) {
        if (!closing) {
            var target = Deed.Target.service(unit.id(), unit.key, unit.owner());
            parts.audit().record(Deed.ofTheHost(event, target, why));
        }
    }

    private void again(Unit unit, Status waiting, Duration pause) {
        try {
            Thread.sleep(pause);
            again(unit, waiting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param waiting how it is with it, unless somebody did something with it meanwhile
    private void again(Unit unit, Status waiting) {
        unit.lock.lock();
        try {
            if (!unit.status().equals(waiting) || closing) {
                return;
            }
            String failure = up(unit);
            if (failure == null) {
                note(unit, "service started again", null);
            } else {
                crashed(unit, failure, Duration.ZERO);
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Tells how healthy a process is; ends one without hope, and starts it anew.
    void judge(Unit unit, Unit.Run.Alive run, Health health) {
        if (!unit.lock.tryLock()) {
            return; // Somebody is busy with it; the next look will tell.
        }
        try {
            Status now = unit.status();
            if (!run.equals(unit.run)) {
                return;
            }
            if (health.hopeless()) {
                log.warn("{} does not answer and is started anew", unit.id());
                String reason = "it did not answer any more and was ended";
                halt(unit, RunningService.GRACE, Status.of(State.CRASHED, reason, Comes.SOON));
                crashed(unit, reason, ran(run));
            } else if (health.unhealthy() && now.state() == State.RUNNING) {
                turn(unit, now.turned(State.UNHEALTHY, health.reason()));
                log.warn("{}: {}", unit.id(), health.reason());
            } else if (!health.unhealthy() && now.state() == State.UNHEALTHY) {
                turn(unit, now.turned(State.RUNNING, null));
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Lets it sleep, unless somebody uses it.
    void sleep(Unit unit, Unit.Run.Alive run) throws InterruptedException {
        if (!unit.lock.tryLock()) {
            return;
        }
        try {
            Status awake = unit.status();
            if (!run.equals(unit.run) || closing) {
                return;
            }
            unit.run = null;
            turn(unit, Status.asleep());
            // Who found it awake a moment ago is on his way to its socket.
            Thread.sleep(pace.settle());
            if (tending.used(unit, run)) {
                unit.run = run;
                turn(unit, awake);
                return;
            }
            processes.end(unit, run, RunningService.GRACE);
            inUse.remove(unit);
        } finally {
            unit.lock.unlock();
        }
    }
}
