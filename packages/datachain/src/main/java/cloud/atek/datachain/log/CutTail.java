package cloud.atek.datachain.log;

/// What opening cut off: the torn end of a write that nobody was told of.
///
/// @param segment file name of the newest segment
/// @param offset where the cut was made
/// @param bytes how many were cut
/// @param reason what was wrong with them
public record CutTail(String segment, long offset, long bytes, String reason) {}
