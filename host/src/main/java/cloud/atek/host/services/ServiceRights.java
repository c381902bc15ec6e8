package cloud.atek.host.services;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.permissions.Granted;
import cloud.atek.host.serverdb.Table;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What services may call, as their owners said. Thread-safe.
public final class ServiceRights {

    private final Units units;
    private final Supplier<Table<ServiceRecord>> records;
    private final Function<Unit, ServiceInfo> info;

    /// @param info how a service is shown
    ServiceRights(
            Units units, Supplier<Table<ServiceRecord>> records, Function<Unit, ServiceInfo> info) {
        this.units = units;
        this.records = records;
        this.info = info;
    }

    /// Says what one may call from now on; what is on its way is not called back.
    ///
    /// @param permissions null for all that its owner may
    public Result change(Caller.Known caller, String id, @Nullable ServicePermissions permissions) {
        return units.change(
                caller,
                id,
                unit -> {
                    if (unit.core) {
                        return new Result.Refused(id + " belongs to the host, which needs it");
                    }
                    ServiceRecord next = unit.record.withPermissions(permissions);
                    records.get().put(unit.key.value(), next);
                    unit.record = next;
                    return new Result.Done(info.apply(unit));
                });
    }

    /// What one was granted; empty when nobody limited it.
    public Optional<Granted.Grant> of(ServiceKey key) {
        return units.find(key).map(unit -> unit.record).flatMap(ServiceRights::grant);
    }

    private static Optional<Granted.Grant> grant(ServiceRecord record) {
        return Optional.ofNullable(record.permissions())
                .map(given -> new Granted.Grant(record.id().value(), given));
    }
}
