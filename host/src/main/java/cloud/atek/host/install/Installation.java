package cloud.atek.host.install;

/// How an installation ended.
public sealed interface Installation {

    /// It is on the disk, durably.
    record Done(Installed installed) implements Installation {}

    /// Nothing is left of it.
    ///
    /// @param why one sentence for its owner; what a compiler said follows on lines of its own
    record Refused(String why) implements Installation {}
}
