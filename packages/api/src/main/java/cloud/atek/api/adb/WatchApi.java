package cloud.atek.api.adb;

import cloud.atek.api.Live;
import org.jspecify.annotations.Nullable;

/// Following what changes in a database. A part of [AdbApi].
///
/// The same as a WebSocket: [AdbApi#ID] with transport `proxy`, whose first message is this call
/// and whose answers are [WatchEvent]s.
public interface WatchApi {

    /// The changes of records after a commit: those that are in the log first, then those to come,
    /// in the order of the commits, none twice and none left out.
    ///
    /// It ends with an error when the caller may not read the database any more, or when compaction
    /// removed what he has not heard.
    Live<WatchEvent> watch(String dbId, @Nullable WatchOptions options);
}
