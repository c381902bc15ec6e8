/// What the datachain costs, beside SQLite and the bare disk.
@NullMarked
package cloud.atek.bench.datachain;

import org.jspecify.annotations.NullMarked;
