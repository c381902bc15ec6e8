/// Who runs here, what each service exports and what a browser finds under its name.
@NullMarked
package cloud.atek.host.registry;

import org.jspecify.annotations.NullMarked;
