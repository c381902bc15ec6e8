package cloud.atek.host.process;

/// Turns a command into one that runs confined. It starts nothing itself. Thread-safe.
public interface Sandbox {

    /// The same command, run so that it reaches nothing but what `wanted` binds.
    Confined confine(Confinement wanted);
}
