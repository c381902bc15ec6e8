package cloud.atek.api.services;

import java.util.List;

/// Lines of a service's log, oldest first, control characters made visible.
///
/// @param lines each with its time at the beginning
/// @param cursor where the last line ends; opaque, for [LogRange#after()]
public record LogLines(List<String> lines, String cursor) {}
