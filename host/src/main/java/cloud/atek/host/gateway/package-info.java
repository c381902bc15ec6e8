/// The one road between services: find, permit, forward.
///
/// It reads the outside of a call and never its params. It knows ports ([ServiceLink], [HostApi],
/// [Permissions]); sockets, HTTP and users are known elsewhere.
@NullMarked
package cloud.atek.host.gateway;

import org.jspecify.annotations.NullMarked;
