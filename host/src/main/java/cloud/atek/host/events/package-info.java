/// Streams of server-sent events that the host itself makes, and the topics by which services tell
/// each other what happened.
///
/// What a service streams is relayed by the gateway and is not known here.
@NullMarked
package cloud.atek.host.events;

import org.jspecify.annotations.NullMarked;
