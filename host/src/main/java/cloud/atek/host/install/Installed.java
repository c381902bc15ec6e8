package cloud.atek.host.install;

import cloud.atek.api.Manifest;
import cloud.atek.api.services.ServiceRecord;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/// A package that lies ready to be started.
///
/// @param source what the service's record keeps of it
/// @param tree its files; nobody writes there
/// @param build what was made from them; nobody writes there
/// @param rawManifest `atek.json` as it was found, an empty object when there is none
/// @param plan how to start it
public record Installed(
        ServiceRecord.Installed source,
        Path tree,
        Path build,
        Manifest manifest,
        JsonNode rawManifest,
        Plan plan) {}
