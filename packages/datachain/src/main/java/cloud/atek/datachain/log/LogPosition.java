package cloud.atek.datachain.log;

/// A place in a log, for messages to people.
///
/// @param segment file name
/// @param offset in bytes from the start of that file
public record LogPosition(String segment, long offset) {}
