package cloud.atek.earthstar.pub;

import cloud.atek.earthstar.replica.Replica;
import java.io.IOException;
import java.util.Optional;

/// The workspaces that a pub has. Thread-safe.
public interface Workspaces {

    /// The replica of an address, if it is here.
    Optional<Replica> find(String address) throws IOException;

    /// The replica of an address that somebody writes to, made when it is not here and may be: who
    /// takes no strangers, or no such address, gives nothing.
    Optional<Replica> open(String address) throws IOException;

    /// Whether nobody pushes to this one.
    default boolean readOnly(String address) {
        return false;
    }
}
