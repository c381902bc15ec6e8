package cloud.atek.api.services;

import cloud.atek.api.Activation;
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
/// @param id its name and subdomain
/// @param owningUserKey whose it is
/// @param sourceUrl where it came from: `https://…`, `git+file://…` or `file://…`
/// @param desiredVersion a version or range; absent means the newest release
/// @param manifest `atek.json` as it was found, fields we do not know included
/// @param config environment variables for the process
/// @param activation when it runs; absent: as its manifest says
/// @param idleSeconds after how long without a request it goes to sleep, when it runs on demand; 10
///   minutes unless given
/// @param stopped whether its owner stopped it; then it stays so until he starts it
/// @param previous what was installed before and is kept, for a rollback; absent before the first
///   update
/// @param permissions what it may call of APIs, as it is shown; absent: what its owner may. It is
///   kept as grants of their own, see [cloud.atek.api.permissions.PermissionsApi]
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServiceRecord(
        ServiceId id,
        UserKey owningUserKey,
        String sourceUrl,
        @Nullable String desiredVersion,
        @JsonProperty("package") Installed source,
        @Nullable JsonNode manifest,
        @Nullable Map<String, String> config,
        @Nullable Activation activation,
        @Nullable Integer idleSeconds,
        @Nullable Boolean stopped,
        @Nullable Installed previous,
        @Nullable ServicePermissions permissions) {

    public static final int IDLE_SECONDS_MIN = 1;
    public static final int IDLE_SECONDS_MAX = 7 * 24 * 60 * 60;

    /// One that runs as its manifest says.
    public ServiceRecord(
            ServiceId id,
            UserKey owningUserKey,
            String sourceUrl,
            @Nullable String desiredVersion,
            Installed source,
            @Nullable JsonNode manifest,
            @Nullable Map<String, String> config) {
        this(
                id,
                owningUserKey,
                sourceUrl,
                desiredVersion,
                source,
                manifest,
                config,
                null,
                null,
                null,
                null,
                null);
    }

    /// The same with another version installed.
    public ServiceRecord holding(Installed other, @Nullable JsonNode otherManifest) {
        return new ServiceRecord(
                id,
                owningUserKey,
                sourceUrl,
                desiredVersion,
                other,
                otherManifest,
                config,
                activation,
                idleSeconds,
                stopped,
                previous,
                permissions);
    }

    /// The same with something else to go back to.
    public ServiceRecord after(@Nullable Installed before) {
        return new ServiceRecord(
                id,
                owningUserKey,
                sourceUrl,
                desiredVersion,
                source,
                manifest,
                config,
                activation,
                idleSeconds,
                stopped,
                before,
                permissions);
    }

    /// The same with another life.
    ///
    /// @param stopped whether its owner wants it stopped
    public ServiceRecord living(
            @Nullable Activation activation, @Nullable Integer idleSeconds, boolean stopped) {
        return new ServiceRecord(
                id,
                owningUserKey,
                sourceUrl,
                desiredVersion,
                source,
                manifest,
                config,
                activation,
                idleSeconds,
                stopped ? true : null,
                previous,
                permissions);
    }

    /// The same with other rights.
    public ServiceRecord withPermissions(@Nullable ServicePermissions other) {
        return new ServiceRecord(
                id,
                owningUserKey,
                sourceUrl,
                desiredVersion,
                source,
                manifest,
                config,
                activation,
                idleSeconds,
                stopped,
                previous,
                other);
    }

    /// Whether its owner wants it stopped.
    public boolean keptStopped() {
        return Boolean.TRUE.equals(stopped);
    }

    /// The same, as another user's.
    public ServiceRecord withOwner(UserKey owner) {
        return new ServiceRecord(
                id,
                owner,
                sourceUrl,
                desiredVersion,
                source,
                manifest,
                config,
                activation,
                idleSeconds,
                stopped,
                previous,
                permissions);
    }

    /// What is installed now.
    ///
    /// @param sourceType of the address
    /// @param title what its manifest says it is called
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
