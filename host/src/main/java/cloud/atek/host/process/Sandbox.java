package cloud.atek.host.process;

/// Turns a command into one that runs confined. It starts nothing itself. Thread-safe.
public interface Sandbox {

    /// The same command, run so that it reaches nothing but what `wanted` binds.
    Confined confine(Confinement wanted);

    /// Whether a confined program has a loopback of its own, where every port is free.
    default boolean ownNetwork() {
        return true;
    }
}
