/// Every kind of attack that broke a system like this one, done to the packaged host: one class a
/// row of `docs/security.md`, named after it.
@NullMarked
package cloud.atek.host.security;

import org.jspecify.annotations.NullMarked;
