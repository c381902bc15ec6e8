package cloud.atek.api.services;

import cloud.atek.api.ApiId;

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
    LogLines logs(String id, LogRange range);
}
