package cloud.atek.host.install;

import java.nio.file.Path;

/// One version of a repository as plain files.
///
/// @param tree where they are
/// @param tag what was chosen, such as `v1.2.3`
/// @param commit 40 hex digits
/// @param treeHash the Git tree's hash, 40 hex digits
record Fetched(Path tree, String tag, String commit, String treeHash) {}
