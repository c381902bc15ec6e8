package cloud.atek.datachain;

import java.time.Instant;

/// An event of which compaction asks whether it stays.
///
/// @param event as it stands in the log
/// @param sequence of its commit
/// @param time of its commit
/// @param newest whether nothing happened to its row later; a put then stays whatever is voted
/// @param removed whether the row is not there any more
public record Candidate(
        Event event, long sequence, Instant time, boolean newest, boolean removed) {}
