package cloud.atek.wire;

/// Hears which servers a client just uses: from the moment a connection is wanted for a request, to
/// the end of the answer's body or, after an upgrade, of the connection. Called by any thread; must
/// not block.
public interface Traffic {

    /// Nobody listens.
    Traffic UNSEEN =
            new Traffic() {
                @Override
                public void begins(SocketPath to) {}

                @Override
                public void ends(SocketPath to) {}
            };

    void begins(SocketPath to);

    /// Once for each beginning.
    void ends(SocketPath to);
}
