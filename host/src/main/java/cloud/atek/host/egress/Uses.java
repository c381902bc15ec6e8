package cloud.atek.host.egress;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.api.services.NetworkUse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What one service did in the network, counted by host and port. Thread-safe.
final class Uses {

    /// So many refused places are told apart; more are counted together. Those that it may reach
    /// are as many as its grants.
    static final int REFUSED_MAX = 128;

    private static final HostPort OTHERS = new HostPort("others.invalid", 1);

    private final Map<HostPort, Use> places = new ConcurrentHashMap<>();

    /// What went to one place. Thread-safe.
    static final class Use {
        private final LongAdder calls = new LongAdder();
        private final LongAdder open = new LongAdder();
        private final LongAdder sent = new LongAdder();
        private final LongAdder received = new LongAdder();
        private final LongAdder refused = new LongAdder();

        void connected() {
            calls.increment();
            open.increment();
        }

        void ended() {
            open.decrement();
        }

        void passes(long bytesSent, long bytesReceived) {
            sent.add(bytesSent);
            received.add(bytesReceived);
        }

        private NetworkUse as(HostPort to) {
            return new NetworkUse(
                    to.host(),
                    to.port(),
                    calls.sum(),
                    sent.sum(),
                    received.sum(),
                    open.sum(),
                    refused.sum());
        }
    }

    Use of(HostPort to) {
        return places.computeIfAbsent(to, _ -> new Use());
    }

    /// @param most of how many places it is said that they are new
    /// @return whether this place is new
    boolean refused(HostPort to, int most) {
        long known = places.values().stream().filter(use -> use.refused.sum() > 0).count();
        Use use = of(places.containsKey(to) || known < REFUSED_MAX ? to : OTHERS);
        boolean first = use.refused.sum() == 0;
        use.refused.increment();
        return first && known < most;
    }

    /// The busiest first.
    List<NetworkUse> all() {
        return places.entrySet().stream()
                .map(entry -> entry.getValue().as(entry.getKey()))
                .sorted(
                        Comparator.comparingLong(NetworkUse::calls)
                                .reversed()
                                .thenComparing(NetworkUse::host)
                                .thenComparingInt(NetworkUse::port))
                .toList();
    }
}
