package cloud.atek.host.services;

import cloud.atek.api.permissions.What;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.permissions.Grants;
import cloud.atek.host.serverdb.Table;
import java.util.Collection;
import java.util.List;

/// What services are granted at the turns of their lives. Thread-safe; what concerns one service
/// wants its lock.
record Agreed(Grants grants) {

    /// Before its first start, so that it has from the beginning what was agreed.
    ///
    /// @param by name of who installs it
    void begin(Unit unit, InstallOptions options, String by) {
        settle(unit);
        List<What> agreed = options.grants();
        if (agreed != null) {
            grants.add(Subjects.subject(unit), agreed, by, null);
        }
    }

    /// Another version of it is there.
    void settle(Unit unit) {
        grants.settle(Subjects.subject(unit));
    }

    void forget(Unit unit) {
        grants.forget(unit.key);
    }

    /// Its record, with what it may call.
    ServiceRecord shown(Unit unit) {
        return unit.record.withPermissions(grants.permissions(unit.key));
    }

    /// Hosts before this one kept in the record what a service may call.
    void takeOver(Collection<Unit> units, Table<ServiceRecord> table) {
        for (Unit unit : units) {
            ServicePermissions old = unit.record.permissions();
            if (old != null) {
                grants.limit(unit.key);
                grants.add(Subjects.subject(unit), old.whats(), "system", null);
                unit.record = unit.record.withPermissions(null);
                table.put(unit.key.value(), unit.record);
            }
        }
    }
}
