package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import java.util.List;

/// Adds to a change before it is judged: rows that say something about the others.
///
/// It cannot alter what it is given: bodies are sealed and bound to their headers by then, and what
/// an author signed is all there may be in his commit. So a change that its author signed is not
/// linted. One thread at a time calls it.
@FunctionalInterface
public interface Linter {

    /// @return what goes in front of the change, perhaps nothing; of rows that are not in it
    List<Edit> lint(Change change);
}
