package cloud.atek.datachain.live;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.Origin;
import java.time.Instant;
import java.util.List;

/// What a subscriber hears.
public sealed interface News {

    /// A commit that changed something he wants to know of. Everything before it he has heard.
    ///
    /// @param origin who wanted it
    /// @param events those that he wants, at least one, in their order
    record Changed(long sequence, Instant time, Origin origin, List<Event> events) implements News {
        public Changed {
            events = List.copyOf(events);
        }
    }

    /// He reads slower than the chain grows. Nothing is lost; he hears this once until he has
    /// caught up.
    ///
    /// @param commits how many he has before him, more than [LiveLimits#BEHIND_COMMITS]
    record Behind(long commits) implements News {}

    /// The chain has forgotten removals that he has not heard of. He takes its rows anew, from a
    /// snapshot, and subscribes from the commit after that. This subscription says nothing else any
    /// more.
    ///
    /// @param horizon the sequence of the last removal that was forgotten
    record Resync(long horizon) implements News {}

    /// His patience is over, and there was nothing for him.
    record Quiet() implements News {}

    /// There will be nothing more: the subscription or the chain was closed.
    record Closed() implements News {}
}
