/// HTTP/1.1 over unix sockets: [HttpServer] serves one, [HttpClient] calls one, [Pump] joins two.
///
/// Every service process carries this, so it is small and stands on the JDK alone. What a peer
/// sends is read strictly: a message that two readers could understand differently is refused. No
/// routing, no content types, no logging: those belong to whoever uses it. Sources: RFC 9110, RFC
/// 9112.
package cloud.atek.wire;
