package cloud.atek.host.gateway;

/// Writes down who did what to what. Thread-safe.
@FunctionalInterface
public interface Audit {

    /// Writes nothing down.
    Audit NONE = _ -> {};

    /// Returns when it is on disk, or when the host has said that it cannot be. Never throws for
    /// that: what was done was done. What was refused is written too, but not each time when it
    /// comes in floods.
    void record(Deed deed);
}
