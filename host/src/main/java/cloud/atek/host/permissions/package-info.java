/// Who may use which API of which service.
@NullMarked
package cloud.atek.host.permissions;

import org.jspecify.annotations.NullMarked;
