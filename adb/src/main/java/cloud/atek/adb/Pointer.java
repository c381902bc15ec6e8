package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;

/// Where a version of a record stands in the log.
///
/// @param put false when it was deleted there
record Pointer(KeyPath path, long sequence, boolean put) {}
