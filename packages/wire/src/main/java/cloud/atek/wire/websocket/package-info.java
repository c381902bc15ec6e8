/// WebSockets over what [cloud.atek.wire] has upgraded: [WebSocket] sends and receives whole
/// messages.
///
/// No extensions, so nothing is compressed. Source: RFC 6455.
package cloud.atek.wire.websocket;
