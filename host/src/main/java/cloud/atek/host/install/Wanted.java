package cloud.atek.host.install;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import org.jspecify.annotations.Nullable;

/// What is to be installed.
///
/// @param key names the folder it comes to
/// @param id stands in the sentences
/// @param version a version or range, empty for the newest release; folders have none
/// @param tag just this one, whatever the version says; `null` when the version decides
public record Wanted(
        ServiceKey key, ServiceId id, Source source, String version, @Nullable String tag) {

    public Wanted(ServiceKey key, ServiceId id, Source source, String version) {
        this(key, id, source, version, null);
    }

    /// The same, by the very tag.
    public Wanted exactly(String chosen) {
        return new Wanted(key, id, source, version, chosen);
    }
}
