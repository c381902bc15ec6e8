/// `atek adb`: the databases of a running Atek at a terminal. Every command is calls through the
/// gateway, with the token of the data folder; nothing here opens the files of a database.
@NullMarked
package cloud.atek.host.cli.adb;

import org.jspecify.annotations.NullMarked;
