/// The `atek` command: what a person or a script at a terminal says to Atek. `up` runs the host in
/// this process; every other command is one call to the running host and one table. Nothing else in
/// the host prints.
@NullMarked
package cloud.atek.host.cli;

import org.jspecify.annotations.NullMarked;
