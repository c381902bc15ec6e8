package cloud.atek.api.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the server database keeps of an installed service, at `atek.cloud/service/<key>`.
///
/// @param sourceUrl where it came from: `https://…`, `git+file://…` or `file://…`
/// @param desiredVersion a version or range; absent means the newest release
/// @param manifest `atek.json` as it was found, fields we do not know included
/// @param config environment variables for the process
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceRecord(
        ServiceId id,
        UserKey owningUserKey,
        String sourceUrl,
        @Nullable String desiredVersion,
        @JsonProperty("package") Installed source,
        @Nullable JsonNode manifest,
        @Nullable Map<String, String> config) {

    /// The same, as another user's.
    public ServiceRecord withOwner(UserKey owner) {
        return new ServiceRecord(id, owner, sourceUrl, desiredVersion, source, manifest, config);
    }

    /// What is installed now.
    ///
    /// @param installedVersion the tag
    /// @param commit 40 hex digits; with it a moved tag is noticed
    /// @param tree the Git tree's hash, 40 hex digits
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Installed(
            SourceType sourceType,
            @Nullable String installedVersion,
            @Nullable String title,
            @Nullable String commit,
            @Nullable String tree) {}

    public enum SourceType {
        /// A folder, run in place.
        @JsonProperty("file")
        FILE,

        /// A Git repository, copied into the data folder.
        @JsonProperty("git")
        GIT
    }
}
