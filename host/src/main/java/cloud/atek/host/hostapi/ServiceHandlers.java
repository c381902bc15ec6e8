package cloud.atek.host.hostapi;

import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.services.Result;
import cloud.atek.host.services.Services;

/// `atek.cloud/services-api`. Whose service it is, [Services] checks.
public final class ServiceHandlers {

    private static final LogRange NEWEST = new LogRange(null, null, null);

    private final Services services;

    public ServiceHandlers(Services services) {
        this.services = services;
    }

    public ApiTable table() {
        return ApiTable.of(ServicesApi.ID)
                .method("list", Policy.PERSON, this::list)
                .method("get", Policy.PERSON, this::get)
                .method("install", Policy.PERSON, this::install)
                .method(
                        "uninstall",
                        Policy.PERSON,
                        call -> quiet(services.uninstall(call.known(), id(call))))
                .method("configure", Policy.PERSON, this::configure)
                .method(
                        "start",
                        Policy.PERSON,
                        call -> quiet(services.start(call.known(), id(call))))
                .method("stop", Policy.PERSON, call -> quiet(services.stop(call.known(), id(call))))
                .method(
                        "restart",
                        Policy.PERSON,
                        call -> quiet(services.restart(call.known(), id(call))))
                .method("logs", Policy.PERSON, this::logs)
                .build();
    }

    private Outcome list(Call call) {
        return Outcome.value(new ServiceList(services.list(call.known())));
    }

    private Outcome get(Call call) {
        return services.find(call.known(), id(call))
                .map(Outcome::value)
                .orElseGet(Outcome::notAuthorized);
    }

    private Outcome install(Call call) {
        InstallOptions options = call.params().required(0, InstallOptions.class);
        return switch (services.install(call.known(), options)) {
            case Result.Done(var service) -> Outcome.value(service);
            case Result.Refused(String message) -> Outcome.refused(message);
        };
    }

    private Outcome configure(Call call) {
        ConfigureOptions options = call.params().required(1, ConfigureOptions.class);
        return quiet(services.configure(call.known(), id(call), options));
    }

    private Outcome logs(Call call) {
        LogRange range = call.params().optional(1, LogRange.class).orElse(NEWEST);
        try {
            return services.logs(call.known(), id(call), range)
                    .map(Outcome::value)
                    .orElseGet(Outcome::notAuthorized);
        } catch (IllegalArgumentException e) {
            return Outcome.refused("This cursor is not one that logs gave");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused("The host is stopping");
        }
    }

    private static String id(Call call) {
        return call.params().required(0, String.class);
    }

    private static Outcome quiet(Result result) {
        return switch (result) {
            case Result.Done _ -> Outcome.DONE;
            case Result.Refused(String message) -> Outcome.refused(message);
        };
    }
}
