package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a watcher hears.
///
/// @param event [#COMMIT], or [#LIVE] once, when he has heard of all that was in the log
/// @param seq of the commit; of the last one, where he is live
/// @param time of the commit, ISO 8601, UTC
/// @param more true when the commit goes on in the next event, as very large ones do: only with its
///   last one the caller knows of it
/// @param changes of records, each but once in a commit
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record WatchEvent(
        String event,
        long seq,
        @Nullable String time,
        @Nullable Boolean more,
        @Nullable List<Change> changes) {

    public static final String COMMIT = "commit";
    public static final String LIVE = "live";

    /// @param path `/a/b`
    /// @param seq of the commit
    /// @param value of the record from now on
    /// @param deleted true where the record was deleted
    /// @param left true where the record is not any more what the watcher asked for
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Change(
            String path,
            long seq,
            @Nullable JsonNode value,
            @Nullable Boolean deleted,
            @Nullable Boolean left) {}
}
