package cloud.atek.api.services;

import cloud.atek.api.ApiId;
import org.jspecify.annotations.Nullable;

/// Install, run and watch services. A caller touches what he owns, an admin everything; a list also
/// shows what was installed for the household.
public interface ServicesApi {

    ApiId ID = new ApiId("atek.cloud/services-api");

    /// Those that the caller may see, the host's own first. What was installed for the household he
    /// sees without its environment, unless he is an admin.
    ServiceList list();

    /// All about one service. One that is not there, or not the caller's to see, is `Not
    /// authorized`.
    ///
    /// @param id its service ID, as in all that follows
    ServiceInfo get(String id);

    /// Fetches, checks, builds, records and starts a service; answers when it runs, or when it is
    /// installed and did not start: then its state and reason say why. What is refused leaves
    /// nothing behind, and the message says what to change.
    ServiceInfo install(InstallOptions options);

    /// Stops it and takes its package off the disk. What it stored stays in the data folder.
    void uninstall(String id);

    /// Changes its ID, its wanted version or its environment; the running process is left alone
    /// until it is restarted. A new ID moves its subdomain and keeps its key, data and sessions.
    void configure(String id, ConfigureOptions options);

    /// Starts it and waits until it answers; fails with the reason when it does not. Starting what
    /// runs changes nothing.
    void start(String id);

    /// Asks its processes to end, ends them after 10 seconds, and answers when they are gone.
    void stop(String id);

    /// As [#stop], then [#start]: takes over new variables, and a folder that is run in place.
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
