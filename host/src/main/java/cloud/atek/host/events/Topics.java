package cloud.atek.host.events;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.api.events.EventsApi.Emission;
import cloud.atek.api.events.EventsApi.Heard;
import cloud.atek.api.events.EventsApi.Subscription;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Permissions;
import cloud.atek.host.gateway.Use;
import cloud.atek.host.registry.Provider;
import cloud.atek.host.registry.Registry;
import cloud.atek.rpc.RpcError;
import cloud.atek.rpc.RpcError.Code;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events that services tell of, and who hears them. Thread-safe.
///
/// Telling never waits: what a subscriber does not read in time he loses, and nobody else.
public final class Topics {

    /// One event with its envelope, in bytes.
    static final int EVENT_BYTES_MAX = 64 << 10;

    /// Of one service, in one second; more are refused.
    static final int EMITTED_PER_SECOND_MAX = 1_000;

    /// Open at once on the whole host.
    static final int SUBSCRIBERS_MAX = 2_000;

    /// Open at once of one user by one way: a page, or a program.
    static final int SUBSCRIBERS_OF_ONE_MAX = 100;

    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final EmitRate rate = new EmitRate();
    private final Registry registry;
    private final Permissions permissions;
    private final Function<String, Optional<UserKey>> users;

    /// @param users finds a user by name
    public Topics(
            Registry registry, Permissions permissions, Function<String, Optional<UserKey>> users) {
        this.registry = registry;
        this.permissions = permissions;
        this.users = users;
    }

    /// What becomes of an event, or of a wish to hear some.
    public sealed interface Outcome {

        record Emitted() implements Outcome {}

        /// @param events to be closed
        record Subscribed(EventSource events) implements Outcome {}

        record Refused(RpcError error) implements Outcome {}
    }

    /// Tells an event to all who may hear it.
    public Outcome emit(Caller.Known caller, Emission told) {
        if (!(caller.via() instanceof Caller.Via.Program(var service, _))) {
            return refused(Code.FAILED, "Only a service emits events, and not by its pages");
        }
        Optional<Provider> provider = provider(service, told.api());
        if (provider.filter(found -> found.events().contains(told.topic())).isEmpty()) {
            return refused(
                    Code.FAILED,
                    "The manifest does not declare the topic \"%s\" in \"events\" of the export %s"
                            .formatted(told.topic(), told.api()));
        }
        UserKey user = user(told.user());
        if (told.user() != null && user == null) {
            return refused(Code.FAILED, "No user found with the username of " + told.user());
        }
        if (!rate.allows(service)) {
            return refused(
                    Code.FAILED,
                    "Emit at most %d events in a second".formatted(EMITTED_PER_SECOND_MAX));
        }
        return tell(provider.get(), told, user);
    }

    private Outcome tell(Provider from, Emission told, @Nullable UserKey user) {
        byte[] event =
                new Event(
                                null,
                                Heard.EVENT,
                                new Heard(
                                        Heard.EVENT,
                                        told.api(),
                                        told.topic(),
                                        from.service(),
                                        from.owner(),
                                        told.data(),
                                        null))
                        .bytes();
        if (event.length > EVENT_BYTES_MAX) {
            return refused(
                    Code.INVALID_PARAM,
                    "An event has at most %d KiB: tell where to ask for the rest"
                            .formatted(EVENT_BYTES_MAX >> 10));
        }
        for (Subscriber subscriber : subscribers) {
            if (subscriber.wants(from, told)
                    && mayHear(subscriber.caller(), from, user)
                    && permissions.mayReach(
                            subscriber.caller(), from.service(), Use.of(told.api(), "subscribe"))) {
                subscriber.offer(event);
            }
        }
        return new Outcome.Emitted();
    }

    private static boolean mayHear(Caller.Known caller, Provider from, @Nullable UserKey user) {
        if (caller.via() instanceof Caller.Via.Host) {
            return true;
        }
        boolean visible = from.owner().equals(caller.user()) || from.owner().equals(UserKey.SYSTEM);
        return visible && (user == null || user.equals(caller.user()));
    }

    /// Lets a caller hear the events of an API that he may use.
    public Outcome subscribe(Caller.Known caller, Subscription wanted) {
        Optional<String> refusal = permissions.refusal(caller, Use.of(wanted.api(), "subscribe"));
        if (refusal.isPresent()) {
            return refused(Code.DENIED, refusal.get());
        }
        List<Provider> providers = providers(caller, wanted.api());
        if (providers.isEmpty()) {
            return refused(Code.NOT_FOUND, "No service available which exports " + wanted.api());
        }
        Optional<String> unknown = unknownTopic(providers, wanted);
        if (unknown.isPresent()) {
            return refused(
                    Code.FAILED,
                    "No service here tells of \"%s\" for %s"
                            .formatted(unknown.get(), wanted.api()));
        }
        long own = subscribers.stream().filter(one -> one.isOf(caller)).count();
        if (subscribers.size() >= SUBSCRIBERS_MAX || own >= SUBSCRIBERS_OF_ONE_MAX) {
            return refused(Code.FAILED, "Too many streams of events are open: close some");
        }
        return new Outcome.Subscribed(
                new Subscriber(
                        caller,
                        wanted,
                        subscribers,
                        () ->
                                permissions
                                        .refusal(caller, Use.of(wanted.api(), "subscribe"))
                                        .isEmpty()));
    }

    private static Optional<String> unknownTopic(List<Provider> providers, Subscription wanted) {
        List<String> topics = wanted.topics() == null ? List.of() : wanted.topics();
        return topics.stream()
                .filter(topic -> providers.stream().noneMatch(one -> one.events().contains(topic)))
                .findFirst();
    }

    private List<Provider> providers(Caller.Known caller, ApiId api) {
        boolean host = caller.via() instanceof Caller.Via.Host;
        return Stream.of(Transport.RPC, Transport.PROXY)
                .flatMap(transport ->
                        (host
                                        ? registry.providersEverywhere(transport, api)
                                        : registry.providers(transport, api, caller.user()))
                                .stream())
                .toList();
    }

    private Optional<Provider> provider(ServiceKey service, ApiId api) {
        return registry.provider(service, Transport.RPC, api)
                .or(() -> registry.provider(service, Transport.PROXY, api));
    }

    private @Nullable UserKey user(@Nullable String named) {
        if (named == null) {
            return null;
        }
        return users.apply(named).orElseGet(() -> key(named));
    }

    private static @Nullable UserKey key(String text) {
        try {
            return new UserKey(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Outcome refused(int code, String message) {
        return new Outcome.Refused(new RpcError(code, message));
    }
}
