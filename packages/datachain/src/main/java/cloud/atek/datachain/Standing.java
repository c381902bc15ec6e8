package cloud.atek.datachain;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How a chain stands when a change for it is judged. Valid during one call.
public interface Standing {

    /// The sequence of the commit that put the row last, [Edit#ABSENT] when there is no such row.
    long sequenceOf(RowKey row);

    /// The row as it was put last, null when there is none. It may be read from disk.
    Event.@Nullable Put find(RowKey row) throws IOException;

    /// Who can read the row that `put` makes: the first rule that is not Inherit on the way up from
    /// it, with the other rows of the change counted in; everyone at the top.
    Authority.Read readers(Event.Put put);
}
