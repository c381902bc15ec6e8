package cloud.atek.datachain;

/// How far a commit has come when its caller is told.
public enum Scope {

    /// It has its place in the chain, and the disk is not awaited: a power cut may take it back.
    NONE,

    /// It is on this disk.
    LOCAL,

    /// It is on the disk of the root of the chain, the process that has it open for writing. That
    /// is this one, so it means [#LOCAL] here.
    FULL
}
