package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.kit.LiveEvent;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What some watchers want to hear of, all of the same. One thread at a time.
final class WatchTopic {

    private final KeyRange range;
    private final @Nullable Predicate<JsonNode> where;

    WatchTopic(KeyPath path, Filter where) {
        this.range = KeyRange.below(path, ListOptions.ALL);
        this.where = where.equals(Filter.ALL) ? null : Matcher.of(where);
    }

    /// Whether a commit has anything below the path.
    boolean concerns(WatchedCommit commit) {
        return commit.items().stream().anyMatch(item -> range.contains(item.path()));
    }

    /// What there is to hear of a commit: nothing, one event, or some for a very large one.
    List<LiveEvent> events(WatchedCommit commit) throws IOException {
        var events = new ArrayList<LiveEvent>();
        StringBuilder changes = new StringBuilder();
        for (WatchedCommit.Item item : commit.items()) {
            String said = range.contains(item.path()) ? said(item) : null;
            if (said == null) {
                continue;
            }
            if (changes.length() + said.length() > Limits.WATCH_EVENT_CHARS && !changes.isEmpty()) {
                events.add(event(commit, changes, true));
                changes = new StringBuilder();
            }
            changes.append(changes.isEmpty() ? "" : ",").append("{\"path\":\"");
            JsonStringEncoder.getInstance()
                    .quoteAsString(PathBytes.parse(item.path()).toString(), changes);
            changes.append("\",\"seq\":").append(commit.sequence()).append(said);
        }
        if (!changes.isEmpty()) {
            events.add(event(commit, changes, false));
        }
        return events;
    }

    /// Null when it is nothing to these watchers.
    private @Nullable String said(WatchedCommit.Item item) throws IOException {
        String json = item.json();
        Predicate<JsonNode> filter = where;
        if (json != null && (filter == null || item.matches(filter))) {
            return ",\"value\":" + json + "}";
        }
        if (filter != null && !item.matched(filter)) {
            return null;
        }
        return json == null ? ",\"deleted\":true}" : ",\"left\":true}";
    }

    private static LiveEvent event(WatchedCommit commit, StringBuilder changes, boolean more) {
        String head =
                "{\"seq\":%d,\"time\":\"%s\",%s\"changes\":["
                        .formatted(commit.sequence(), commit.time(), more ? "\"more\":true," : "");
        String id = more ? null : Long.toString(commit.sequence());
        return new LiveEvent(id, WatchEvent.COMMIT, head + changes + "]}");
    }
}
