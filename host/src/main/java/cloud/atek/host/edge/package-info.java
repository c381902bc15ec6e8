/// HTTP as browsers, command lines and services see it: one TCP port, one decision about who is
/// calling, then the gateway, a page of the host, or the site of a service.
///
/// Only this package knows Javalin and Jetty. What a call means is decided below it.
@NullMarked
package cloud.atek.host.edge;

import org.jspecify.annotations.NullMarked;
