/// The commands of `atek earthstar`.
@NullMarked
package cloud.atek.host.cli.earthstar;

import org.jspecify.annotations.NullMarked;
