package cloud.atek.datachain;

import java.io.IOException;
import java.util.List;

/// What is done with a change besides what every chain does: rows added to it, rules that it must
/// keep, indexes that are told of it. See [cloud.atek.datachain.pipe.Pipeline].
///
/// The chain calls it from one thread at a time, in the order of its commits.
public interface Stages {

    /// Nothing is done.
    Stages NONE = new NoStages();

    /// What goes in front of `change`. Asked only for changes that no author signed.
    List<Edit> lint(Change change);

    /// Everything that speaks against `change`; nothing when it can be committed.
    ///
    /// @throws IOException when the chain could not be read; nothing is committed then
    List<Outcome.Reason.Denied> objections(Change change, Standing before) throws IOException;

    /// Tells of a commit, in the moment before it is on disk.
    void feed(Commit commit);

    /// From which commit on [#rebuild] is to be called before the chain is used; `last + 1` when
    /// nothing is missing.
    ///
    /// @param last sequence of the last commit of the chain
    long wanted(long last);

    /// Tells of a commit of earlier; they come in their order.
    void rebuild(Commit commit);
}
