package cloud.atek.host.hostapi;

import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.PermissionsApi.Decision;
import cloud.atek.api.permissions.PermissionsApi.GrantOptions;
import cloud.atek.api.permissions.PermissionsApi.Question;
import cloud.atek.api.permissions.PermissionsApi.RequestOptions;
import cloud.atek.api.permissions.What;
import cloud.atek.api.permissions.Wish;
import cloud.atek.host.gateway.CallContext;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.permissions.PermissionDesk;
import cloud.atek.host.permissions.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `atek.cloud/permissions-api`. Whose service it is, [PermissionDesk] checks; a service finds
/// itself alone, and grants nothing.
public record PermissionHandlers(PermissionDesk desk) {

    /// A request is answered so much before its caller gives up.
    private static final Duration EARLIER = Duration.ofMillis(500);

    public ApiTable table() {
        Audited change = Audited.of(this::named);
        return ApiTable.of(PermissionsApi.ID)
                .method("list", Policy.KNOWN, Audited.NO, this::list)
                .method("grant", Policy.PERSON, change, this::grant)
                .method("revoke", Policy.PERSON, change, this::revoke)
                .method("explain", Policy.KNOWN, Audited.NO, this::explain)
                .method("request", Policy.KNOWN, Audited.NO, this::request)
                .method(
                        "requests",
                        Policy.PERSON,
                        Audited.NO,
                        call -> Outcome.value(desk.requests(call.known())))
                .method("decide", Policy.PERSON, Audited.of(this::asking), this::decide)
                .build();
    }

    private @Nullable Target named(Call call) {
        String id = service(call);
        return desk.own(call.known(), id)
                .map(PermissionHandlers::target)
                .orElseGet(() -> Target.service(id));
    }

    private @Nullable Target asking(Call call) {
        return desk.asking(call.known(), service(call))
                .map(PermissionHandlers::target)
                .orElse(null);
    }

    private static Target target(Subject subject) {
        return Target.service(subject.id(), subject.key(), subject.owner());
    }

    private Outcome list(Call call) {
        Optional<String> service = call.params().optional(0, String.class);
        return service.isEmpty()
                ? Outcome.value(desk.list(call.known()))
                : desk.find(call.known(), service.get())
                        .map(subject -> Outcome.value(List.of(desk.rights(subject))))
                        .orElseGet(Outcome::notAuthorized);
    }

    private Outcome grant(Call call) {
        GrantOptions options =
                call.params().optional(2, GrantOptions.class).orElse(GrantOptions.FOR_EVER);
        List<What> what = call.params().list(1, What.class);
        return own(
                call,
                subject ->
                        answer(
                                desk.grant(
                                        subject,
                                        what,
                                        call.known().username(),
                                        options.expires())));
    }

    private Outcome revoke(Call call) {
        String grant = call.params().optional(1, String.class).orElse(null);
        return own(call, subject -> quiet(desk.revoke(subject, grant)));
    }

    private Outcome own(Call call, Function<Subject, Outcome> action) {
        return desk.own(call.known(), service(call)).map(action).orElseGet(Outcome::notAuthorized);
    }

    private Outcome explain(Call call) {
        Question question = question(call);
        return desk.find(call.known(), service(call))
                .map(subject -> Outcome.value(desk.explain(subject, question)))
                .orElseGet(Outcome::notAuthorized);
    }

    private static Question question(Call call) {
        return call.params().required(1, Question.class);
    }

    /// By a service alone: a person grants at once.
    private Outcome request(Call call) {
        Wish wish = call.params().required(0, Wish.class);
        RequestOptions options =
                call.params().optional(1, RequestOptions.class).orElse(RequestOptions.NONE);
        Caller.Known caller = call.known();
        return Optional.ofNullable(caller.installed())
                .flatMap(key -> desk.find(caller, key.value()))
                .map(subject ->
                        answer(
                                desk.request(
                                        subject,
                                        wish,
                                        options.reason(),
                                        CallContext.current().deadline().minus(EARLIER))))
                .orElseGet(() -> Outcome.refused("Only a service asks; a person grants"));
    }

    /// Neither a page nor a program of a service answers for its owner.
    private Outcome decide(Call call) {
        String request = service(call);
        Decision decision = call.params().required(1, Decision.class);
        boolean himself =
                switch (call.known().via()) {
                    case Caller.Via.Host _, Caller.Via.Browser _ -> true;
                    case Caller.Via.Page _, Caller.Via.Program _ -> false;
                };
        Optional<Subject> subject = himself ? desk.asking(call.known(), request) : Optional.empty();
        return subject.map(one -> desk.decide(one, request, decision, call.known().username()))
                .map(outcome ->
                        switch (outcome) {
                            case PermissionDesk.Outcome.Done<List<Grant>>(List<Grant> given) ->
                                    given.isEmpty()
                                            ? Outcome.DONE
                                            : Outcome.value(given.getFirst());
                            case PermissionDesk.Outcome.Refused<List<Grant>>(String message) ->
                                    Outcome.refused(message);
                        })
                .orElseGet(Outcome::notAuthorized);
    }

    private static String service(Call call) {
        return call.params().required(0, String.class);
    }

    private static Outcome answer(PermissionDesk.Outcome<?> outcome) {
        return switch (outcome) {
            case PermissionDesk.Outcome.Done<?>(Object value) -> Outcome.value(value);
            case PermissionDesk.Outcome.Refused<?>(String message) -> Outcome.refused(message);
        };
    }

    static Outcome quiet(PermissionDesk.Outcome<?> outcome) {
        return switch (outcome) {
            case PermissionDesk.Outcome.Done<?> _ -> Outcome.DONE;
            case PermissionDesk.Outcome.Refused<?>(String message) -> Outcome.refused(message);
        };
    }
}
