package cloud.atek.wire.websocket;

/// Which side we are: a client masks what it sends, a server does not, and each refuses a peer that
/// does as itself.
enum Role {
    CLIENT,
    SERVER
}
