package cloud.atek.datachain;

/// What a compaction did.
///
/// @param bytesBefore size of all segments before it
/// @param bytesAfter their size after it, with what was committed meanwhile
/// @param events that were removed
/// @param commits of which nothing but their hash is left since
/// @param segments that were written anew, after some were joined
public record Compacted(
        long bytesBefore, long bytesAfter, long events, long commits, int segments) {}
