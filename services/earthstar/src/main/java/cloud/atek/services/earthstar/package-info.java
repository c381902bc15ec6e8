/// The pub: the workspaces of this home, for its services and, where their owners say so, for other
/// homes.
@NullMarked
package cloud.atek.services.earthstar;

import org.jspecify.annotations.NullMarked;
