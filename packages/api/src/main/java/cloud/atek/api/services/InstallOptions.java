package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be installed.
///
/// @param sourceUrl a Git URL, or a folder
/// @param id wanted id; unless given it is made from the URL
/// @param desiredVersion a version or range, the newest release unless given
/// @param user username of the owner, `system` for everyone; the caller unless given. Admins only
/// @param config environment variables for the process
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record InstallOptions(
        String sourceUrl,
        @Nullable String id,
        @Nullable String desiredVersion,
        @Nullable String user,
        @Nullable Map<String, String> config) {

    /// The newest release, for the caller, with nothing else wanted.
    public static InstallOptions of(String sourceUrl) {
        return new InstallOptions(sourceUrl, null, null, null, null);
    }
}
