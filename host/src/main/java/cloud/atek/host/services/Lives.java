package cloud.atek.host.services;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.registry.Wake;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Wakes services for those who ask for them. Thread-safe.
record Lives(Units units, Supervisor supervisor) implements Wake {

    @Override
    public boolean await(ServiceKey service, Instant deadline) {
        return units.find(service).filter(unit -> supervisor.await(unit, deadline)).isPresent();
    }

    static Status uninstalling() {
        return Status.of(State.UNINSTALLING, "It is being uninstalled", Status.Comes.NOT);
    }

    /// Why this cannot be an idle time; empty when it can, or is left to the host.
    static Optional<String> wrong(@Nullable Integer idleSeconds) {
        boolean fits =
                idleSeconds == null
                        || (idleSeconds >= ServiceRecord.IDLE_SECONDS_MIN
                                && idleSeconds <= ServiceRecord.IDLE_SECONDS_MAX);
        return fits
                ? Optional.empty()
                : Optional.of(
                        "\"idleSeconds\" wants %d to %d, not %d"
                                .formatted(
                                        ServiceRecord.IDLE_SECONDS_MIN,
                                        ServiceRecord.IDLE_SECONDS_MAX,
                                        idleSeconds));
    }
}
