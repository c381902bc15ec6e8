/// The ways to confine a process: bubblewrap with a system call filter, or, when asked for, none.
@NullMarked
package cloud.atek.host.sandbox;

import org.jspecify.annotations.NullMarked;
