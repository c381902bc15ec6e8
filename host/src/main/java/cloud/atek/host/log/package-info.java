/// What services print, kept on disk: one folder per service, rotated and capped, safe to show.
@NullMarked
package cloud.atek.host.log;

import org.jspecify.annotations.NullMarked;
