package cloud.atek.host.services;

import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.install.Installed;
import cloud.atek.host.serverdb.ServerDbException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts another version of a service in the place of the one that is installed, or leaves the old
/// one there.
///
/// The record changes only when the new version runs well, in one durable step: a host that is
/// killed before it starts the old version again, one that is killed after it the new one. Who
/// calls holds the unit's lock.
final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final Supervisor supervisor;
    private final Keeping records;

    /// Where records are kept.
    @FunctionalInterface
    interface Keeping {

        /// Stores it, durably, and then shows it.
        ///
        /// @throws ServerDbException when it could not be stored
        /// @throws IOException likewise, of a core service
        void keep(Unit unit, ServiceRecord record) throws IOException;
    }

    Exchange(Supervisor supervisor, Keeping records) {
        this.supervisor = supervisor;
        this.records = records;
    }

    sealed interface Outcome {

        /// The new version is there, and runs when the old one did.
        record Done() implements Outcome {}

        /// The old version is there as before.
        ///
        /// @param why one sentence
        record Kept(String why) implements Outcome {}
    }

    /// Shows what is being done for an update while the old version goes on.
    ///
    /// @param before how it was with it when that began
    void tell(Unit unit, Status before, String words) {
        unit.lock.lock();
        try {
            State now = unit.status().state();
            if (now == before.state() || now == State.UPDATING) {
                supervisor.turn(unit, before.turned(State.UPDATING, words));
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Nothing is being done any more.
    void quiet(Unit unit, Status before) {
        unit.lock.lock();
        try {
            if (unit.status().state() == State.UPDATING) {
                supervisor.turn(unit, before);
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// @param record what is true once the new version runs
    Outcome exchange(Unit unit, Installed next, ServiceRecord record) {
        Installed old = unit.installed;
        Optional<String> wrong = put(unit, next).or(() -> keep(unit, record));
        if (wrong.isEmpty()) {
            supervisor.register(unit);
            return new Outcome.Done();
        }
        log.warn("the new version of {} is taken back: {}", unit.id(), wrong.get());
        String end =
                put(unit, old)
                        .map(reason -> "it does not run either: " + withoutDot(reason))
                        .orElse("it runs as before");
        return new Outcome.Kept(
                "The new version does not run: %s. The old version was put back, and %s."
                        .formatted(withoutDot(wrong.get()), end));
    }

    private Optional<String> put(Unit unit, @Nullable Installed version) {
        boolean wanted = !unit.record.keptStopped();
        return supervisor
                .exchange(unit, () -> unit.installed = version)
                .or(() ->
                        wanted && unit.run == null
                                ? Optional.of("the host is stopping")
                                : Optional.empty());
    }

    private Optional<String> keep(Unit unit, ServiceRecord record) {
        try {
            records.keep(unit, record);
            return Optional.empty();
        } catch (IOException | ServerDbException e) {
            log.warn("the new version of {} cannot be recorded", unit.id(), e);
            return Optional.of("it could not be recorded: " + e.getMessage());
        }
    }

    private static String withoutDot(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
