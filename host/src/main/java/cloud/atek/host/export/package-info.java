/// Databases as lines of JSON, whoever asks for them and wherever the lines go.
@NullMarked
package cloud.atek.host.export;

import org.jspecify.annotations.NullMarked;
