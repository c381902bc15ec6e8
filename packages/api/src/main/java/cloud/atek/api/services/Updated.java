package cloud.atek.api.services;

import cloud.atek.api.permissions.ServiceRights;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `updatePackage` and `rollback`; both are equal when nothing was to be done.
///
/// @param installedVersion the tag that is installed now; empty for a folder that is run in place
/// @param oldVersion the tag that was installed before; empty likewise
/// @param newWants what this version wants that the old one did not, and has not: it runs without;
///   absent when there is nothing
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Updated(
        String installedVersion, String oldVersion, @Nullable List<ServiceRights.Wanted> newWants) {

    public Updated(String installedVersion, String oldVersion) {
        this(installedVersion, oldVersion, null);
    }
}
