package cloud.atek.host.audit;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditEntry.Outcome;
import cloud.atek.api.audit.AuditEntry.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what is refused from filling the disk: of each who asks the first few are written, the
/// others are counted and become one entry "and N more" after a minute, then after two, up to an
/// hour. So whoever asks all day long gets about 40 entries. One thread at a time.
final class Floods {

    /// So many of one who asks are written each by itself.
    static final int EACH_MAX = 10;

    /// So many entries of this kind are written in an hour, whoever asks: about 60 kB.
    static final int HOURLY_MAX = 120;

    /// So many who ask are told apart; more are counted together.
    static final int NAMES_MAX = 256;

    static final Duration WINDOW_FIRST = Duration.ofMinutes(1);
    static final Duration WINDOW_MAX = Duration.ofHours(1);

    private final Map<String, Flood> floods = new LinkedHashMap<>();
    private final Flood others = new Flood();
    private Instant hour = Instant.EPOCH;
    private int thisHour;

    private static final class Flood {
        private Duration window = WINDOW_FIRST;
        private @Nullable Instant ends;
        private int written;
        private long more;
        private @Nullable AuditEntry last;

        void count(AuditEntry entry) {
            more++;
            last = entry;
        }
    }

    /// Whether this one is to be written by itself; else it is counted.
    boolean admits(AuditEntry entry, Instant now) {
        if (Duration.between(hour, now).compareTo(WINDOW_MAX) >= 0) {
            hour = now;
            thisHour = 0;
        }
        String who = who(entry);
        Flood flood = floods.get(who);
        if (flood == null) {
            flood = floods.size() < NAMES_MAX && thisHour < HOURLY_MAX ? new Flood() : others;
            if (flood != others) {
                floods.put(who, flood);
            }
        }
        if (flood.ends == null) {
            flood.ends = now.plus(flood.window);
        }
        if (flood == others || flood.written == EACH_MAX || thisHour == HOURLY_MAX) {
            flood.count(entry);
            return false;
        }
        flood.written++;
        thisHour++;
        return true;
    }

    /// What was counted long enough, as entries to write.
    List<AuditEntry> due(Instant now, String time) {
        var due = new ArrayList<AuditEntry>();
        floods.values()
                .removeIf(flood -> {
                    if (flood.ends == null || now.isBefore(flood.ends)) {
                        return false;
                    }
                    boolean over = flood.more == 0;
                    told(flood, now, time, due);
                    return over;
                });
        if (others.ends != null && !now.isBefore(others.ends)) {
            others.last = others.last == null ? null : anyone(others.last);
            boolean over = others.more == 0;
            told(others, now, time, due);
            if (over) {
                others.window = WINDOW_FIRST;
                others.ends = null;
            }
        }
        return due;
    }

    /// All that was counted: the host stops.
    List<AuditEntry> all(Instant now, String time) {
        floods.values().forEach(flood -> flood.ends = now);
        others.ends = now;
        return due(now, time);
    }

    private void told(Flood flood, Instant now, String time, List<AuditEntry> due) {
        if (flood.more > 0 && flood.last != null) {
            due.add(flood.last.andMore(flood.more, time));
            thisHour++;
        }
        flood.more = 0;
        flood.window = shorter(flood.window.multipliedBy(2), WINDOW_MAX);
        flood.ends = now.plus(flood.window);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static AuditEntry anyone(AuditEntry last) {
        return new AuditEntry(
                null,
                last.time(),
                null,
                null,
                Via.NOBODY,
                null,
                null,
                "calls of many",
                null,
                Outcome.REFUSED,
                null,
                null,
                null,
                null);
    }

    private static String who(AuditEntry entry) {
        return entry.via() == Via.NOBODY
                ? "nobody " + (entry.target() == null ? "" : entry.target().name())
                : entry.userKey() + " " + entry.serviceKey();
    }
}
