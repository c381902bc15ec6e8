/// Certificates: what proves to browsers that they speak with this host. What is listened on with
/// them belongs to the edge.
@NullMarked
package cloud.atek.host.tls;

import org.jspecify.annotations.NullMarked;
