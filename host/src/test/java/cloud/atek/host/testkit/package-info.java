/// A real host for tests: the built distribution, driven by its own script and its one port.
@NullMarked
package cloud.atek.host.testkit;

import org.jspecify.annotations.NullMarked;
