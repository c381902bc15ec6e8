package cloud.atek.api.services;

/// A newer version that waits to be installed, as the last check found it.
///
/// @param version the tag
/// @param checkedAt when it was found, such as `2026-01-02T03:04:05Z`
public record AvailableUpdate(String version, String checkedAt) {}
