package cloud.atek.adb;

import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.datachain.Change;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The views of one database that callers define. Thread-safe.
public final class DefinedViews {

    private final Database database;

    DefinedViews(Database database) {
        this.database = database;
    }

    /// By their names.
    public List<ViewInfo> list() throws IOException {
        return database.read(from -> from.mapped(MappingReader::infos));
    }

    /// Defining what is there already changes nothing.
    ///
    /// @throws InvalidRecordException when there are too many, or another one has the name
    public ViewInfo define(ViewConfig view) throws IOException {
        PathBytes.of(view.path());
        List<ViewInfo> all = list();
        Optional<ViewInfo> same = named(view.name(), all);
        if (same.isEmpty()) {
            if (all.size() >= Limits.MAPPINGS_MAX) {
                throw new InvalidRecordException(
                        "The database has %d views, and no more fit: drop one first"
                                .formatted(all.size()));
            }
            database.commit(Change.of(MappingEvents.put(view)));
        } else if (!same.get().view().equals(view)) {
            throw new InvalidRecordException(
                    "A view \"" + view.name() + "\" is there, with another definition: drop it");
        }
        return named(view.name(), list()).orElseGet(() -> new ViewInfo(view, false, 0, 0));
    }

    /// Dropping what is not there writes nothing.
    public void drop(String name) throws IOException {
        database.remove(MappingEvents.drop(name));
    }

    /// One page of a view.
    ///
    /// @throws InvalidRecordException when there is no such view, it is being built, or the cursor
    ///   is not its own
    public MappedPage page(String name, ViewQuery query) throws IOException {
        return database.read(from -> from.mapped(reader -> reader.page(name, query)));
    }

    private static Optional<ViewInfo> named(String name, List<ViewInfo> all) {
        return all.stream().filter(one -> one.view().name().equals(name)).findFirst();
    }
}
