package cloud.atek.api.services;

import cloud.atek.api.ApiId;
import org.jspecify.annotations.Nullable;

/// Install, run and watch services. A caller touches what he owns, an admin everything; a list also
/// shows what was installed for the household.
public interface ServicesApi {

    ApiId ID = new ApiId("atek.cloud/services-api");

    ServiceList list();

    ServiceInfo get(String id);

    ServiceInfo install(InstallOptions options);

    void uninstall(String id);

    void configure(String id, ConfigureOptions options);

    void start(String id);

    void stop(String id);

    void restart(String id);

    /// Asks the repository for its versions, and installs nothing. A folder that is run in place
    /// never has an update.
    VersionCheck checkForPackageUpdates(String id);

    /// Installs the newest version that the service's wanted version allows, beside the one that
    /// runs; then starts it in its place. When it does not run well, the old one runs again and the
    /// call fails with the reason. A service that was stopped stays so. For a folder it builds anew
    /// what is there now.
    Updated updatePackage(String id, UpdateOptions options);

    /// Goes back to the version before the last update, which is kept on the disk.
    Updated rollback(String id);

    /// The newest lines of the service's log; a caller that follows it asks again with the cursor.
    ///
    /// With `Accept: text/event-stream` it answers a stream: events `lines`, each with a [LogLines]
    /// as data and its cursor as id. `Last-Event-ID`, or `after` of the range, says where it
    /// begins.
    LogLines logs(String id, LogRange range);

    /// What the service takes and does, now.
    ServiceStats stats(String id);

    /// Says what the service may call from now on.
    ///
    /// @param permissions absent: what its owner may
    void setPermissions(String id, @Nullable ServicePermissions permissions);

    /// Who could answer an API for the caller, so that he can choose one.
    ProviderList providers(ApiId api);
}
