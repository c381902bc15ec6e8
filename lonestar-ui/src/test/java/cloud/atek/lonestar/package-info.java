/// Lonestar and the host's own pages in a real browser, against a host that only pretends.
@NullMarked
package cloud.atek.lonestar;

import org.jspecify.annotations.NullMarked;
