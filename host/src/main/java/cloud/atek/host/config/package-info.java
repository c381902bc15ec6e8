/// What the host must know before its database is up: `config.json`, and nothing else.
@NullMarked
package cloud.atek.host.config;

import org.jspecify.annotations.NullMarked;
