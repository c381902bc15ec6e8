package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where the documents of one workspace are kept: one for each path and author. It judges nothing.
///
/// Thread-safe. After an [IOException] from writing it takes no more: open it again to learn what
/// survived.
public interface DocStore extends AutoCloseable {

    Address.Workspace workspace();

    /// Hands over everything that is there, in no order that says anything.
    void each(Consumer<Document> reader) throws IOException;

    /// Puts and removes documents, in the order of the calls. All who read see it at once; it may
    /// not be on disk yet.
    ///
    /// @return what [#await] takes
    long write(Collection<DocKey> removed, Collection<Document> put) throws IOException;

    /// Returns when what [#write] gave `ticket` for is as durable as this store is.
    void await(long ticket) throws IOException;

    /// The documents at `keys`, in their order.
    List<Optional<Document>> read(List<DocKey> keys) throws IOException;

    /// A setting of this replica, which never leaves it.
    Optional<String> config(String key) throws IOException;

    /// Keeps a setting, durably on return.
    ///
    /// @param value null to remove it
    void configure(String key, @Nullable String value) throws IOException;

    @Override
    void close() throws IOException;
}
