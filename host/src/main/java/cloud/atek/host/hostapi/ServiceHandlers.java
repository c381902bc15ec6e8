package cloud.atek.host.hostapi;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.Wants;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicePermissions;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.api.services.Updated;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.permissions.PermissionDesk;
import cloud.atek.host.services.Result;
import cloud.atek.host.services.Services;
import cloud.atek.host.services.Updates;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `atek.cloud/services-api`. Whose service it is, [Services] checks.
public final class ServiceHandlers {

    private static final LogRange NEWEST = new LogRange(null, null, null);

    private static final String STRANGE_CURSOR = "This cursor is not one that logs gave";

    private final Services services;
    private final PermissionDesk permissions;
    private final Providers providers;

    public ServiceHandlers(Services services, PermissionDesk permissions, Providers providers) {
        this.services = services;
        this.permissions = permissions;
        this.providers = providers;
    }

    public ApiTable table() {
        Audited change = Audited.of(this::named);
        return versions(ApiTable.of(ServicesApi.ID), change)
                .method("list", Policy.PERSON, Audited.NO, this::list)
                .method("get", Policy.PERSON, Audited.NO, this::get)
                .method(
                        "install",
                        Policy.PERSON,
                        Audited.of(ServiceHandlers::wanted, ServiceHandlers::made),
                        this::install)
                .method(
                        "uninstall",
                        Policy.PERSON,
                        change,
                        call -> quiet(services.uninstall(call.known(), id(call))))
                .method("configure", Policy.PERSON, change, this::configure)
                .method(
                        "start",
                        Policy.PERSON,
                        change,
                        call -> quiet(services.start(call.known(), id(call))))
                .method(
                        "stop",
                        Policy.PERSON,
                        change,
                        call -> quiet(services.stop(call.known(), id(call))))
                .method(
                        "restart",
                        Policy.PERSON,
                        change,
                        call -> quiet(services.restart(call.known(), id(call))))
                .method("logs", Policy.PERSON, Audited.NO, this::logs)
                .method("stats", Policy.PERSON, Audited.NO, this::stats)
                .method("setPermissions", Policy.PERSON, change, this::setPermissions)
                .method("providers", Policy.PERSON, Audited.NO, this::providers)
                .build();
    }

    /// The service that a call names, as it is before it is changed.
    private Target named(Call call) {
        String id = id(call);
        return services.find(call.known(), id)
                .map(info ->
                        Target.service(
                                info.settings().id(), info.key(), info.settings().owningUserKey()))
                .orElseGet(() -> Target.service(id));
    }

    /// The ID that is wanted for a new service. Its URL is not kept: there may be a password in it.
    private static @Nullable Target wanted(Call call) {
        String id = call.params().required(0, InstallOptions.class).id();
        return id == null ? null : Target.service(id);
    }

    private static Target made(JsonNode result) {
        return Target.service(
                new ServiceId(result.at("/settings/id").asText()),
                new ServiceKey(result.path("key").asText()),
                new UserKey(result.at("/settings/owningUserKey").asText()));
    }

    private ApiTable.Builder versions(ApiTable.Builder table, Audited change) {
        return table.method("checkForPackageUpdates", Policy.PERSON, Audited.NO, this::check)
                .method("updatePackage", Policy.PERSON, change, this::update)
                .method(
                        "rollback",
                        Policy.PERSON,
                        change,
                        call -> answer(services.updates().rollback(call.known(), id(call))));
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

    private Outcome check(Call call) {
        return answer(services.updates().check(call.known(), id(call)));
    }

    private Outcome update(Call call) {
        UpdateOptions options =
                call.params().optional(1, UpdateOptions.class).orElse(UpdateOptions.NEWEST);
        Wants before =
                permissions
                        .own(call.known(), id(call))
                        .map(subject -> subject.manifest().permissions())
                        .orElse(null);
        return switch (services.updates().update(call.known(), id(call), options)) {
            case Updates.Outcome.Done<Updated>(Updated done) ->
                    Outcome.value(withNews(call, done, before));
            case Updates.Outcome.Refused<Updated>(String message) -> Outcome.refused(message);
        };
    }

    /// @param before what the old version wanted, null when it did not say
    private Updated withNews(Call call, Updated done, @Nullable Wants before) {
        List<ServiceRights.Wanted> news =
                permissions
                        .own(call.known(), id(call))
                        .map(subject -> permissions.news(subject, before))
                        .orElse(List.of());
        return news.isEmpty()
                ? done
                : new Updated(done.installedVersion(), done.oldVersion(), news);
    }

    private static Outcome answer(Updates.Outcome<?> outcome) {
        return switch (outcome) {
            case Updates.Outcome.Done<?>(Object value) -> Outcome.value(value);
            case Updates.Outcome.Refused<?>(String message) -> Outcome.refused(message);
        };
    }

    private Outcome logs(Call call) {
        LogRange range = call.params().optional(1, LogRange.class).orElse(NEWEST);
        if (call.terms().events()) {
            return follow(call, id(call), range);
        }
        try {
            return services.logs(call.known(), id(call), range)
                    .map(Outcome::value)
                    .orElseGet(Outcome::notAuthorized);
        } catch (IllegalArgumentException e) {
            return Outcome.refused(STRANGE_CURSOR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused("The host is stopping");
        }
    }

    private Outcome follow(Call call, String id, LogRange range) {
        String last = call.terms().lastEvent();
        String cursor = last == null ? range.after() : last;
        if (cursor != null && !ServiceLog.isCursor(cursor)) {
            return Outcome.refused(STRANGE_CURSOR);
        }
        int lines = Objects.requireNonNullElse(range.lines(), Services.LOG_LINES);
        return services.log(call.known(), id).isEmpty()
                ? Outcome.notAuthorized()
                : new Outcome.Stream(
                        new LogStream(() -> services.log(call.known(), id), lines, cursor));
    }

    private Outcome stats(Call call) {
        return services.figures()
                .find(call.known(), id(call))
                .map(Outcome::value)
                .orElseGet(Outcome::notAuthorized);
    }

    private Outcome setPermissions(Call call) {
        ServicePermissions wanted =
                call.params().optional(1, ServicePermissions.class).orElse(null);
        return permissions
                .own(call.known(), id(call))
                .map(subject -> permissions.only(subject, wanted, call.known().username()))
                .map(PermissionHandlers::quiet)
                .orElseGet(Outcome::notAuthorized);
    }

    private Outcome providers(Call call) {
        try {
            return Outcome.value(providers.of(call.known(), new ApiId(id(call))));
        } catch (IllegalArgumentException e) {
            return Outcome.refused(String.valueOf(e.getMessage()));
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
