package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Commit;

/// Keeps something that is derived from commits and can be made again from them at any time.
///
/// One thread at a time calls it, in the order of the commits. It sees a commit when its place is
/// taken, which may be a moment before it is on disk: one that is kept on disk may know of a commit
/// that a power cut took, and is reset for it at the next open.
public interface Indexer {

    /// Sequence of the last commit that it has, 0 when it has none: at open it is fed from there.
    long sequence();

    /// @param commit above [#sequence]; afterwards that is its own. Sequences jump where compaction
    ///   removed commits
    void feed(Commit commit);

    /// Forgets everything; [#sequence] is 0 then.
    void reset();
}
