/// The smallest service: an API, a page and a WebSocket.
@NullMarked
package cloud.atek.services.hello;

import org.jspecify.annotations.NullMarked;
