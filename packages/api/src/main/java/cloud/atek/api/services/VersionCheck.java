package cloud.atek.api.services;

/// The answer of `checkForPackageUpdates`.
///
/// @param hasUpdate whether `updatePackage` would install something newer
/// @param installedVersion the tag that is installed; empty for a folder that is run in place
/// @param latestVersion the highest tag that the wanted version allows; empty for a folder
public record VersionCheck(boolean hasUpdate, String installedVersion, String latestVersion) {}
