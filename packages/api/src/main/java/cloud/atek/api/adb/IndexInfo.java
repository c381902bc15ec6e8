package cloud.atek.api.adb;

/// An index and how far it is.
///
/// @param ready whether queries use it; one that was just defined is built in the background
/// @param progress how much of the records it has, 0 to 1
public record IndexInfo(IndexConfig index, boolean ready, double progress) {}
