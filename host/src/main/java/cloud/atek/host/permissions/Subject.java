package cloud.atek.host.permissions;

import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A service as one who may or may not.
///
/// @param core whether the host brings it along; then nothing limits it
public record Subject(
        ServiceKey key, ServiceId id, UserKey owner, boolean core, Manifest manifest) {

    /// Those that are installed.
    public interface Book {

        /// None.
        Book EMPTY =
                new Book() {
                    @Override
                    public Optional<Subject> find(ServiceKey key) {
                        return Optional.empty();
                    }

                    @Override
                    public Collection<Subject> all() {
                        return List.of();
                    }
                };

        Optional<Subject> find(ServiceKey key);

        Collection<Subject> all();
    }

    /// What its manifest calls it, else its ID.
    public String name() {
        String name = manifest.name();
        return name == null ? id.value() : name;
    }

    /// Its ID, as people type it.
    String shown() {
        return id.value();
    }

    /// Whether it says what it needs.
    public boolean declared() {
        return !core && manifest.permissions() != null;
    }
}
