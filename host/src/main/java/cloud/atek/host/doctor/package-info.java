/// Looks at the machine the way the host will need it: finds what is missing, and names the command
/// that mends it; measures what the processes of a running host take. It changes nothing.
@NullMarked
package cloud.atek.host.doctor;

import org.jspecify.annotations.NullMarked;
