/// The sockets between the host and its services: one by which the host calls a service, one by
/// which a service calls the host.
@NullMarked
package cloud.atek.host.link;

import org.jspecify.annotations.NullMarked;
