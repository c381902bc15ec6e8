package cloud.atek.host.services;

import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.permissions.Wants;
import cloud.atek.host.install.Installed;
import cloud.atek.host.permissions.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// All services, as those who may or may not. Thread-safe.
final class Subjects implements Subject.Book {

    /// Of a service whose files are missing: it has nothing by itself.
    private static final Manifest UNKNOWN =
            new Manifest(null, null, null, null, null, null, null, null, List.of(), Wants.NOTHING);

    private final Units units;

    Subjects(Units units) {
        this.units = units;
    }

    @Override
    public Optional<Subject> find(ServiceKey key) {
        return units.find(key).map(Subjects::subject);
    }

    @Override
    public Collection<Subject> all() {
        return units.all().stream().map(Subjects::subject).toList();
    }

    static Subject subject(Unit unit) {
        Installed installed = unit.installed;
        Manifest manifest = installed == null ? UNKNOWN : installed.manifest();
        return new Subject(unit.key, unit.id(), unit.owner(), unit.core, manifest);
    }
}
