package cloud.atek.host.services;

import cloud.atek.host.link.Usage;
import java.time.Duration;

/// Looks after each process that runs: whether it ends, whether it answers, whether somebody uses
/// it, whether it takes too much. Four virtual threads for each, which end soon after it.
/// Thread-safe.
final class Tending {

    /// What fills memory or disk does so in seconds.
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);

    private final Supervisor supervisor;
    private final Usage usage;
    private final Allowances allowances;
    private final Pace pace;

    Tending(Supervisor supervisor, SupervisorParts parts, Pace pace) {
        this.supervisor = supervisor;
        this.usage = parts.usage();
        this.allowances = parts.allowances();
        this.pace = pace;
    }

    private interface Work {
        void go() throws InterruptedException;
    }

    void begin(Unit unit, Unit.Run.Alive run) {
        start("watch " + unit.id(), () -> watch(unit, run));
        start("probe " + unit.id(), () -> probe(unit, run));
        if (!unit.core) {
            start("measure " + unit.id(), () -> measure(unit, run));
            start("idle " + unit.id(), () -> idle(unit, run));
        }
    }

    private static void start(String name, Work work) {
        Thread.ofVirtual()
                .name(name)
                .start(() -> {
                    try {
                        work.go();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private void watch(Unit unit, Unit.Run.Alive run) throws InterruptedException {
        supervisor.lost(unit, run, run.process().awaitExit());
    }

    private void probe(Unit unit, Unit.Run.Alive run) throws InterruptedException {
        Health health = Health.GOOD;
        Thread.sleep(pace.probe());
        while (run.process().alive()) {
            health = health.next(run.process().answers(pace.answer()));
            supervisor.judge(unit, run, health);
            Thread.sleep(pace.probe());
        }
    }

    /// What the kernel does not end by itself is ended here.
    private void measure(Unit unit, Unit.Run.Alive run) throws InterruptedException {
        var storage = new Storage(run.process(), allowances.open(unit));
        while (run.process().alive()) {
            run.process()
                    .exceeded()
                    .or(storage::exceeded)
                    .ifPresent(reason -> supervisor.exceeded(unit, run, reason));
            Thread.sleep(MEASURE_EVERY);
        }
    }

    private void idle(Unit unit, Unit.Run.Alive run) throws InterruptedException {
        while (run.process().alive()) {
            Duration left = unit.idle().minus(usage.quiet(run.process().socket()));
            boolean may = supervisor.sleeps(unit) && run.equals(unit.run);
            if (may && !left.isPositive()) {
                supervisor.sleep(unit, run);
            }
            boolean soon = may && left.isPositive() && left.compareTo(pace.look()) < 0;
            Thread.sleep(soon ? left : pace.look());
        }
    }

    /// Whether somebody uses it, or did since it was about to sleep.
    boolean used(Unit unit, Unit.Run.Alive run) {
        return usage.quiet(run.process().socket()).compareTo(unit.idle()) < 0;
    }
}
