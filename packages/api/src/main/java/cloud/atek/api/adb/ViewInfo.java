package cloud.atek.api.adb;

/// A view and how far it is.
///
/// @param ready whether it can be read; one that was just defined is built in the background
/// @param progress how much of the records it has taken up, 0 to 1
/// @param cut records that have more entries than fit: the rest of theirs is left out
public record ViewInfo(ViewConfig view, boolean ready, double progress, long cut) {}
