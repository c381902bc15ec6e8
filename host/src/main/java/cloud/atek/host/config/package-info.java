/// What the host must know before its database is up, and the schemas that such files are checked
/// against. Everything else is in the database.
@NullMarked
package cloud.atek.host.config;

import org.jspecify.annotations.NullMarked;
