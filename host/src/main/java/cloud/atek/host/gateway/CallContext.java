package cloud.atek.host.gateway;

import cloud.atek.api.AuthHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What helps to follow one call: bound by the edge, read by log lines and timeouts below it.
///
/// It never decides what is allowed. Who is asking is the [Caller], a plain parameter.
///
/// @param id shown in logs and in error answers, so that a user's report finds its log lines
/// @param deadline after this instant nobody waits for the answer
/// @param patience how long that was at the beginning
/// @param carried what goes to the called service with the call
public record CallContext(String id, Instant deadline, Duration patience, Carried carried) {

    /// What the host tells a service besides who is calling.
    ///
    /// @param ticket see [Tickets]; null for none
    /// @param database see [Permissions#database]; null for none
    public record Carried(@Nullable String ticket, @Nullable String database) {
        static final Carried NOTHING = new Carried(null, null);
    }

    private static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();

    /// How long a caller waits at most; he may say less by `Atek-Deadline-Ms`.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Runs `call` under a new context that ends after the usual patience.
    public static <T, X extends Throwable> T within(Clock clock, ScopedValue.CallableOp<T, X> call)
            throws X {
        return within(clock, PATIENCE, call);
    }

    /// Runs `call` under a new context that ends after `patience`.
    public static <T, X extends Throwable> T within(
            Clock clock, Duration patience, ScopedValue.CallableOp<T, X> call) throws X {
        return ScopedValue.where(CURRENT, begin(clock.instant(), patience)).call(call);
    }

    /// Runs `call` under the present context, with what goes along.
    static <T, X extends Throwable> T carrying(Carried carried, ScopedValue.CallableOp<T, X> call)
            throws X {
        CallContext now = current();
        return ScopedValue.where(
                        CURRENT, new CallContext(now.id(), now.deadline(), now.patience(), carried))
                .call(call);
    }

    private static CallContext begin(Instant now, Duration patience) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        return new CallContext(id, now.plus(patience), patience, Carried.NOTHING);
    }

    /// How long a caller waits who says so.
    ///
    /// @param said milliseconds, as they came; null when he does not say
    /// @throws IllegalArgumentException when that is no time; the message says what is wanted
    public static Duration patience(@Nullable String said) {
        if (said == null) {
            return PATIENCE;
        }
        long ms = said.matches("[0-9]{1,12}") ? Long.parseLong(said) : 0;
        if (ms < 1) {
            throw new IllegalArgumentException(
                    "Want %s to be whole milliseconds, 1 to %d"
                            .formatted(AuthHeaders.DEADLINE, PATIENCE.toMillis()));
        }
        return Duration.ofMillis(Math.min(ms, PATIENCE.toMillis()));
    }

    /// The context of the present call, or one that only has an id when the host calls by itself.
    public static CallContext current() {
        return CURRENT.isBound()
                ? CURRENT.get()
                : new CallContext("host", Instant.now().plus(PATIENCE), PATIENCE, Carried.NOTHING);
    }
}
