package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps documents as long as the process lives. Thread-safe.
public final class MemoryStore implements DocStore {

    private final Address.Workspace workspace;
    private final Map<DocKey, Document> documents = new ConcurrentHashMap<>();
    private final Map<String, String> config = new ConcurrentHashMap<>();

    public MemoryStore(Address.Workspace workspace) {
        this.workspace = workspace;
    }

    @Override
    public Address.Workspace workspace() {
        return workspace;
    }

    @Override
    public void each(Consumer<Document> reader) {
        documents.values().forEach(reader);
    }

    @Override
    public long write(Collection<DocKey> removed, Collection<Document> put) {
        removed.forEach(documents::remove);
        put.forEach(document -> documents.put(DocKey.of(document), document));
        return 0;
    }

    @Override
    public void await(long ticket) {
        // There is nothing that lasts longer.
    }

    @Override
    public List<Optional<Document>> read(List<DocKey> keys) {
        return keys.stream().map(key -> Optional.ofNullable(documents.get(key))).toList();
    }

    @Override
    public Optional<String> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    @Override
    public void configure(String key, @Nullable String value) {
        if (value == null) {
            config.remove(key);
        } else {
            config.put(key, value);
        }
    }

    @Override
    public void close() {
        // What it had goes with it.
    }
}
