package cloud.atek.kit;

import cloud.atek.api.AuthHeaders;
import cloud.atek.wire.Request;
import java.time.Duration;
import java.util.Optional;

/// Until when the caller of the present call waits. What the call does by [HostApis] is given no
/// longer; what takes long itself looks at [#left] now and then, and stops when nobody waits.
///
/// It is known on the thread of the call alone.
public final class Deadline {

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long endNs;

    private Deadline(Duration left) {
        this.endNs = System.nanoTime() + left.toNanos();
    }

    /// That of the call which this thread answers; empty where it answers none.
    public static Optional<Deadline> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// How long somebody still waits; zero when nobody does.
    public Duration left() {
        long left = endNs - System.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    public boolean isOver() {
        return left().isZero();
    }

    /// Answers a request within the time that it says.
    static <T, X extends Throwable> T within(Request request, ScopedValue.CallableOp<T, X> answer)
            throws X {
        Optional<Deadline> said =
                request.headers()
                        .first(AuthHeaders.DEADLINE)
                        .filter(ms -> ms.matches("[0-9]{1,9}"))
                        .map(ms -> new Deadline(Duration.ofMillis(Long.parseLong(ms))));
        return said.isPresent()
                ? ScopedValue.where(CURRENT, said.get()).call(answer)
                : answer.call();
    }
}
