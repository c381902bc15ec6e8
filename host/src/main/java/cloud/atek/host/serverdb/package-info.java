/// All state of the host but `config.json`: typed tables in one ADB database, the server database.
///
/// The host reaches ADB over the gateway, like everyone else.
@NullMarked
package cloud.atek.host.serverdb;

import org.jspecify.annotations.NullMarked;
