package cloud.atek.datachain.chains;

import cloud.atek.datachain.Chain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The chains that are open, being opened or being closed. One thread at a time.
final class OpenChains {

    /// By when they were used last, the longest ago first.
    private final Map<ChainName, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// A chain that is open, or will be, or was.
    static final class Entry {

        private final ChainName name;
        private @Nullable Chain chain;
        private int uses;
        private Instant idleSince = Instant.MAX;
        private boolean busy = true;

        private Entry(ChainName name) {
            this.name = name;
        }

        /// Null while it is being opened.
        @Nullable Chain chain() {
            return chain;
        }

        /// Whether somebody opens or closes it.
        boolean busy() {
            return busy;
        }

        boolean idle() {
            return !busy && uses == 0;
        }

        void opened(Chain itsChain) {
            chain = itsChain;
            busy = false;
        }

        void closing() {
            busy = true;
        }

        void use() {
            uses++;
        }

        void leave(Instant now) {
            uses--;
            idleSince = now;
        }
    }

    int size() {
        return entries.size();
    }

    @Nullable Entry find(ChainName name) {
        return entries.get(name);
    }

    /// A new entry, which is being opened.
    Entry begin(ChainName name) {
        var entry = new Entry(name);
        entries.put(name, entry);
        return entry;
    }

    void remove(Entry entry) {
        entries.remove(entry.name);
    }

    /// The one that nobody uses for the longest time, or null.
    @Nullable Entry oldestIdle() {
        for (Entry entry : entries.values()) {
            if (entry.idle()) {
                return entry;
            }
        }
        return null;
    }

    /// Those that nobody uses since `time`.
    List<Entry> idleSince(Instant time) {
        return entries.values().stream()
                .filter(entry -> entry.idle() && !entry.idleSince.isAfter(time))
                .toList();
    }

    boolean anyBusy() {
        return entries.values().stream().anyMatch(Entry::busy);
    }

    /// All that are open.
    List<Chain> removeAll() {
        var chains = new ArrayList<Chain>();
        for (Entry entry : entries.values()) {
            if (entry.chain != null) {
                chains.add(entry.chain);
            }
        }
        entries.clear();
        return chains;
    }
}
