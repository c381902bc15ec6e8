package cloud.atek.api.services;

import cloud.atek.api.Activation;
import cloud.atek.api.permissions.What;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be installed.
///
/// @param sourceUrl a Git URL, or a folder
/// @param id wanted id; unless given it is made from the URL
/// @param desiredVersion a version or range, the newest release unless given
/// @param user username of the owner, `system` for everyone; the caller unless given. Admins only
/// @param config environment variables for the process
/// @param activation when it runs, unless as its manifest says
/// @param idleSeconds after how long without a request it goes to sleep, when it runs on demand; 1
///   s to 7 days
/// @param grants what its owner agrees to, of what its manifest wants or else; none unless given
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record InstallOptions(
        String sourceUrl,
        @Nullable String id,
        @Nullable String desiredVersion,
        @Nullable String user,
        @Nullable Map<String, String> config,
        @Nullable Activation activation,
        @Nullable Integer idleSeconds,
        @Nullable List<What> grants) {

    /// With nothing granted.
    public InstallOptions(
            String sourceUrl,
            @Nullable String id,
            @Nullable String desiredVersion,
            @Nullable String user,
            @Nullable Map<String, String> config,
            @Nullable Activation activation,
            @Nullable Integer idleSeconds) {
        this(sourceUrl, id, desiredVersion, user, config, activation, idleSeconds, null);
    }

    /// Without a word on when it runs.
    public InstallOptions(
            String sourceUrl,
            @Nullable String id,
            @Nullable String desiredVersion,
            @Nullable String user,
            @Nullable Map<String, String> config) {
        this(sourceUrl, id, desiredVersion, user, config, null, null);
    }

    /// The newest release, for the caller, with nothing else wanted.
    public static InstallOptions of(String sourceUrl) {
        return new InstallOptions(sourceUrl, null, null, null, null);
    }
}
