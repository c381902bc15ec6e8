package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.ServiceRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What becomes of a record when its owner changes it. Pure.
final class Configured {

    private Configured() {}

    static ServiceRecord of(ServiceRecord old, ConfigureOptions options) {
        String id = options.id();
        var config = new HashMap<>(Objects.requireNonNullElse(old.config(), Map.of()));
        Objects.requireNonNullElse(options.config(), Map.<String, String>of())
                .forEach((name, value) -> {
                    if (value.isEmpty()) {
                        config.remove(name);
                    } else {
                        config.put(name, value);
                    }
                });
        return new ServiceRecord(
                        id == null ? old.id() : new ServiceId(id),
                        old.owningUserKey(),
                        Objects.requireNonNullElse(options.sourceUrl(), old.sourceUrl()),
                        options.desiredVersion() == null
                                ? old.desiredVersion()
                                : options.desiredVersion(),
                        old.source(),
                        old.manifest(),
                        config.isEmpty() ? null : config)
                .living(
                        options.activation() == null ? old.activation() : options.activation(),
                        options.idleSeconds() == null ? old.idleSeconds() : options.idleSeconds(),
                        old.keptStopped())
                .after(old.previous())
                .withPermissions(old.permissions());
    }
}
