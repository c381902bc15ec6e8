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

    /// The newest lines of the service's log; a caller that follows it asks again with the cursor.
    LogLines logs(String id, LogRange range);
}
