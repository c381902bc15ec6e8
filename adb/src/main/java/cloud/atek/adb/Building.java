package cloud.atek.adb;

/// How far a view is that is being made.
///
/// @param done commits that it has
/// @param total commits that there are
public record Building(long done, long total) {}
