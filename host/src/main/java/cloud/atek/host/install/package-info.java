/// From a Git address or a folder to a program that can be started: fetch, check, build, place.
///
/// The only package that knows JGit. It starts nothing, keeps no records and answers no calls: it
/// fills folders below `packages/` and says what is in them.
@NullMarked
package cloud.atek.host.install;

import org.jspecify.annotations.NullMarked;
