package cloud.atek.api.services;

/// The answer of `updatePackage` and `rollback`; both are equal when nothing was to be done.
///
/// @param installedVersion the tag that is installed now; empty for a folder that is run in place
/// @param oldVersion the tag that was installed before; empty likewise
public record Updated(String installedVersion, String oldVersion) {}
