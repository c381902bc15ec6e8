package cloud.atek.services.earthstar;

import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The workspaces that this home has. What was changed is on the disk. Thread-safe.
final class Registry {

    /// The file.
    record Stored(int version, List<Entry> workspaces) {}

    private static final int VERSION = 1;

    private final StateFile<Stored> file;
    private Map<String, Entry> entries;

    private Registry(StateFile<Stored> file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    static Registry open(Path path) throws IOException {
        var file = new StateFile<>(path, Stored.class);
        var entries = new LinkedHashMap<String, Entry>();
        for (Entry each : file.read(new Stored(VERSION, List.of())).workspaces()) {
            entries.put(each.workspace(), each);
        }
        return new Registry(file, entries);
    }

    synchronized Optional<Entry> find(String workspace) {
        return Optional.ofNullable(entries.get(workspace));
    }

    synchronized List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /// Puts a member into a workspace, which is made when it is not here.
    synchronized Entry join(Entry wanted, Entry.Member member) throws IOException {
        Entry old = entries.get(wanted.workspace());
        if (old == null && entries.size() >= Limits.WORKSPACES_MAX) {
            throw RpcException.failed(
                    "This home has %d workspaces, and no room for more"
                            .formatted(Limits.WORKSPACES_MAX));
        }
        if (old != null && !old.format().equals(wanted.format())) {
            throw RpcException.failed("This home has that workspace in the format " + old.format());
        }
        return put((old == null ? wanted : old).with(member));
    }

    /// @throws RpcException when it is not here any more
    synchronized Entry change(String workspace, UnaryOperator<Entry> change) throws IOException {
        Entry old = entries.get(workspace);
        if (old == null) {
            throw Standing.unknown();
        }
        return put(change.apply(old));
    }

    synchronized void remove(String workspace) throws IOException {
        var next = new LinkedHashMap<>(entries);
        next.remove(workspace);
        keep(next);
    }

    private Entry put(Entry entry) throws IOException {
        if (!entry.equals(entries.get(entry.workspace()))) {
            var next = new LinkedHashMap<>(entries);
            next.put(entry.workspace(), entry);
            keep(next);
        }
        return entry;
    }

    private void keep(Map<String, Entry> next) throws IOException {
        file.write(new Stored(VERSION, new ArrayList<>(next.values())));
        entries = next;
    }
}
