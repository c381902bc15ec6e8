package cloud.atek.host.events;

import cloud.atek.api.ServiceKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many events each service told of in the present second. Thread-safe.
final class EmitRate {

    private final Map<ServiceKey, Second> seconds = new ConcurrentHashMap<>();

    private record Second(long number, int events) {}

    /// Whether one more is allowed; counts it when it is.
    boolean allows(ServiceKey service) {
        long now = System.nanoTime() / 1_000_000_000L;
        Second next =
                seconds.merge(
                        service,
                        new Second(now, 1),
                        (old, first) ->
                                old.number() == now
                                        ? new Second(
                                                now,
                                                Math.min(
                                                        old.events() + 1,
                                                        Topics.EMITTED_PER_SECOND_MAX + 1))
                                        : first);
        return next.events() <= Topics.EMITTED_PER_SECOND_MAX;
    }
}
