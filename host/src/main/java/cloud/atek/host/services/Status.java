package cloud.atek.host.services;

import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceInfo.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How it is with a service, as one value.
///
/// @param reason one sentence on how it came to this, null when nothing is to be said
/// @param layers what confines its process; null when it has none
/// @param comes whether one that does not run comes to whoever waits for it
/// @param since when it came to this
record Status(
        State state,
        @Nullable String reason,
        @Nullable List<String> layers,
        Comes comes,
        Instant since) {

    /// What makes a service run that does not.
    enum Comes {
        /// Only its owner.
        NOT,
        /// Its owner, also by allowing it more of the machine.
        WHEN_ALLOWED,
        /// The host, in a moment.
        SOON,
        /// Whoever asks for it.
        WHEN_ASKED
    }

    static Status of(State state, @Nullable String reason, Comes comes) {
        return new Status(state, reason, null, comes, Instant.now());
    }

    static Status stopped() {
        return of(State.STOPPED, null, Comes.NOT);
    }

    /// It took more of the machine than it may.
    ///
    /// @param reason of what, one sentence that begins small
    static Status exceeded(String reason) {
        return of(State.STOPPED, "It was stopped: " + reason, Comes.WHEN_ALLOWED);
    }

    static Status asleep() {
        return of(State.STOPPED, "It sleeps until somebody asks for it", Comes.WHEN_ASKED);
    }

    static Status starting() {
        return of(State.STARTING, null, Comes.SOON);
    }

    /// @param layers what confines its process; null for a folder
    static Status running(@Nullable List<String> layers) {
        return new Status(State.RUNNING, null, layers, Comes.NOT, Instant.now());
    }

    /// The same process, in another state.
    Status turned(State other, @Nullable String why) {
        return new Status(other, why, layers, comes, Instant.now());
    }

    /// Whether its process runs, or its folder is served, and nothing is done with it just now.
    boolean up() {
        return state == State.RUNNING || state == State.UNHEALTHY;
    }

    /// Whether it answers who asks, at once or after it woke up.
    ///
    /// @param runs whether its process runs, or its folder is served
    ServiceInfo.Status active(boolean runs) {
        boolean answers = runs || (state == State.STOPPED && comes == Comes.WHEN_ASKED);
        return answers ? ServiceInfo.Status.ACTIVE : ServiceInfo.Status.INACTIVE;
    }
}
