package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Standing;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// Judges changes before they are committed. One thread at a time calls it, in the order of the
/// commits; it must be quick, since all who commit wait for it.
@FunctionalInterface
public interface Validator {

    /// @param before the chain that the change is for
    /// @return one vote for each edit of the change, in their order
    /// @throws IOException when the chain could not be read; the change is not committed then
    List<Vote> judge(Change change, Standing before) throws IOException;

    /// One that needs to see nothing but the event itself.
    static Validator each(Function<Event, Vote> rule) {
        return (change, _) -> change.edits().stream().map(Edit::event).map(rule).toList();
    }
}
