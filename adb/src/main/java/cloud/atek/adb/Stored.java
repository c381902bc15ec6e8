package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;

/// A record as it is stored.
///
/// @param sequence of the commit that put it
/// @param json its value, one JSON object
public record Stored(KeyPath path, long sequence, String json) {}
