package cloud.atek.host.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// What helps to follow one call: bound by the edge, read by log lines and timeouts below it.
///
/// It never decides what is allowed. Who is asking is the [Caller], a plain parameter.
///
/// @param id shown in logs and in error answers, so that a user's report finds its log lines
/// @param deadline after this instant nobody waits for the answer
public record CallContext(String id, Instant deadline) {

    private static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Runs `call` under a new context that ends after the usual patience.
    public static <T, X extends Throwable> T within(Clock clock, ScopedValue.CallableOp<T, X> call)
            throws X {
        var context =
                new CallContext(
                        UUID.randomUUID().toString().substring(0, 8),
                        clock.instant().plus(PATIENCE));
        return ScopedValue.where(CURRENT, context).call(call);
    }

    /// The context of the present call, or one that only has an id when the host calls by itself.
    public static CallContext current() {
        return CURRENT.isBound()
                ? CURRENT.get()
                : new CallContext("host", Instant.now().plus(PATIENCE));
    }
}
