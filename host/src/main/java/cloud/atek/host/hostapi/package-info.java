/// The APIs that the host itself answers: each method with its name, its policy and its handler.
@NullMarked
package cloud.atek.host.hostapi;

import org.jspecify.annotations.NullMarked;
