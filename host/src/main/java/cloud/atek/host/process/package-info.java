/// One service as a child process: how it is started, watched and ended. What confines it is behind
/// the port [cloud.atek.host.process.Sandbox]; who may start what is decided elsewhere.
@NullMarked
package cloud.atek.host.process;

import org.jspecify.annotations.NullMarked;
