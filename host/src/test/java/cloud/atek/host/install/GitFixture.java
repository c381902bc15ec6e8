package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// A bare repository, made of raw objects so that it can also be a hostile one.
final class GitFixture implements AutoCloseable {

    /// One entry of a tree, with any name.
    record Entry(String name, FileMode mode, ObjectId id) {}

    private static final PersonIdent AUTHOR =
            new PersonIdent("Ada", "ada@example.com", Instant.EPOCH, ZoneOffset.UTC);

    private final Path path;
    private final Repository repository;
    private final ObjectInserter inserter;

    GitFixture(Path path) throws IOException {
        IsolatedJGit.ensure();
        this.path = path;
        FileRepository files = new FileRepository(path.toFile());
        files.create(true);
        this.repository = files;
        this.inserter = repository.newObjectInserter();
    }

    Path path() {
        return path;
    }

    ObjectReader reader() throws IOException {
        inserter.flush();
        return repository.newObjectReader();
    }

    Repository repository() {
        return repository;
    }

    Source.GitRepository source() {
        return new Source.GitRepository(URI.create("git+file://" + path), Source.Reach.DISK);
    }

    /// This version of it, for a service of that name.
    static Wanted wanted(Source source, String version, String id) {
        return new Wanted(new ServiceKey("k1"), new ServiceId(id), source, version);
    }

    ObjectId blob(String text) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
    }

    Entry file(String name, String text) throws IOException {
        return new Entry(name, FileMode.REGULAR_FILE, blob(text));
    }

    Entry folder(String name, Entry... entries) throws IOException {
        return new Entry(name, FileMode.TREE, tree(entries));
    }

    /// A tree as the bytes say, without any check.
    ObjectId tree(Entry... entries) throws IOException {
        var out = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            entry.mode().copyTo(out);
            out.write(' ');
            out.write(entry.name().getBytes(UTF_8));
            out.write(0);
            entry.id().copyRawTo(out);
        }
        return inserter.insert(Constants.OBJ_TREE, out.toByteArray());
    }

    /// A tree of just these bytes.
    ObjectId raw(String bytes) throws IOException {
        return inserter.insert(Constants.OBJ_TREE, bytes.getBytes(UTF_8));
    }

    /// Files by their paths.
    ObjectId tree(Map<String, String> files) throws IOException {
        Map<String, Map<String, String>> folders = new TreeMap<>();
        var entries = new TreeMap<String, Entry>();
        for (var file : files.entrySet()) {
            String[] parts = file.getKey().split("/", 2);
            if (parts.length == 1) {
                entries.put(parts[0], file(parts[0], file.getValue()));
            } else {
                folders.computeIfAbsent(parts[0], _ -> new TreeMap<>())
                        .put(parts[1], file.getValue());
            }
        }
        for (var folder : folders.entrySet()) {
            entries.put(
                    folder.getKey() + "/",
                    new Entry(folder.getKey(), FileMode.TREE, tree(folder.getValue())));
        }
        return tree(entries.values().toArray(Entry[]::new));
    }

    /// @return the commit
    ObjectId tag(String name, ObjectId tree) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(AUTHOR);
        commit.setCommitter(AUTHOR);
        commit.setParentIds(List.of());
        commit.setMessage(name);
        ObjectId id = inserter.insert(commit);
        point(Constants.R_TAGS + name, id);
        return id;
    }

    ObjectId release(String tag, Map<String, String> files) throws IOException {
        return tag(tag, tree(files));
    }

    void point(String ref, ObjectId id) throws IOException {
        inserter.flush();
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.forceUpdate();
    }

    @Override
    public void close() {
        inserter.close();
        repository.close();
    }
}
