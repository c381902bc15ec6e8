/// Our Earthstar beside the published package, in turns.
@NullMarked
package cloud.atek.bench.earthstar;

import org.jspecify.annotations.NullMarked;
