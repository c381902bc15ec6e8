package cloud.atek.host.process;

import java.io.IOException;

/// Turns a command into one that runs confined. It starts nothing itself. Thread-safe.
public interface Sandbox {

    /// The same command, run so that it reaches nothing but what `wanted` binds.
    ///
    /// @throws IOException when its folders cannot be made ready for it
    Confined confine(Confinement wanted) throws IOException;

    /// Makes what it wrote the host's own, and readable for all that are confined. Only when none
    /// of it runs any more.
    ///
    /// @throws IOException when its folders cannot be used
    default void reclaim(Confinement ended) throws IOException {}

    /// Whether a confined program has a loopback of its own, where every port is free.
    default boolean ownNetwork() {
        return true;
    }
}
