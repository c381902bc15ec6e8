/// The one way of services and builds into the network: a proxy that asks a policy for each
/// connection, resolves a name once and connects to exactly that address.
///
/// It knows no grants, keeps nothing on disk and opens no port: who serves its answers, and what is
/// allowed, is said by others.
@NullMarked
package cloud.atek.host.egress;

import org.jspecify.annotations.NullMarked;
