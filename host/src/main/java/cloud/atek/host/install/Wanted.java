package cloud.atek.host.install;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;

/// What is to be installed.
///
/// @param key names the folder it comes to
/// @param id stands in the sentences
/// @param version a version or range, empty for the newest release; folders have none
public record Wanted(ServiceKey key, ServiceId id, Source source, String version) {}
