/// JSON records at key paths over one chain: the log is the truth, the SQLite view beside it is
/// rebuilt from it at will.
///
/// Who may do what is not known here.
@NullMarked
package cloud.atek.adb;

import org.jspecify.annotations.NullMarked;
