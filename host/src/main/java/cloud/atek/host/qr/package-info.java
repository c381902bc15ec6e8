/// Links as pictures that a phone's camera reads: for pages and for terminals.
@NullMarked
package cloud.atek.host.qr;

import org.jspecify.annotations.NullMarked;
