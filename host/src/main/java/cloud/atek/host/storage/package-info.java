/// Folders on the disk: people's own, and how much lies in one.
@NullMarked
package cloud.atek.host.storage;

import org.jspecify.annotations.NullMarked;
