/// ADB beside hyperbee, PouchDB and SQLite, in turns.
@NullMarked
package cloud.atek.bench.adb;

import org.jspecify.annotations.NullMarked;
