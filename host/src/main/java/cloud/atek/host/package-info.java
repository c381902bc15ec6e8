/// The host: the one process that everything passes. Its packages are its parts, and `Host` puts
/// them together.
@NullMarked
package cloud.atek.host;

import org.jspecify.annotations.NullMarked;
