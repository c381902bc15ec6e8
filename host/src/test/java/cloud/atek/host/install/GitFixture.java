package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/// A bare repository, made of raw objects so that it can also be a hostile one.
public final class GitFixture implements AutoCloseable {

    /// One entry of a tree, with any name.
    public record Entry(String name, FileMode mode, ObjectId id) {}

    private static final PersonIdent AUTHOR =
            new PersonIdent("Ada", "ada@example.com", Instant.EPOCH, ZoneOffset.UTC);

    private final Path path;
    private final Repository repository;
    private final ObjectInserter inserter;

    public GitFixture(Path path) throws IOException {
        IsolatedJGit.ensure();
        this.path = path;
        FileRepository files = new FileRepository(path.toFile());
        files.create(true);
        this.repository = files;
        this.inserter = repository.newObjectInserter();
    }

    public Path path() {
        return path;
    }

    ObjectReader reader() throws IOException {
        inserter.flush();
        return repository.newObjectReader();
    }

    public Repository repository() {
        return repository;
    }

    Source.GitRepository source() {
        return new Source.GitRepository(URI.create("git+file://" + path), Source.Reach.DISK);
    }

    /// This version of it, for a service of that name.
    static Wanted wanted(Source source, String version, String id) {
        return new Wanted(new ServiceKey("k1"), new ServiceId(id), source, version);
    }

    public ObjectId blob(String text) throws IOException {
        return inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
    }

    public Entry file(String name, String text) throws IOException {
        return new Entry(name, FileMode.REGULAR_FILE, blob(text));
    }

    public Entry folder(String name, Entry... entries) throws IOException {
        return new Entry(name, FileMode.TREE, tree(entries));
    }

    /// A tree as the bytes say, without any check.
    public ObjectId tree(Entry... entries) throws IOException {
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

    /// A file of so many equal bytes, which packs small.
    public ObjectId zeros(long bytes) throws IOException {
        try (var zeros = new ZeroStream()) {
            return inserter.insert(Constants.OBJ_BLOB, bytes, zeros);
        }
    }

    private static final class ZeroStream extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 0);
            return length;
        }
    }

    /// Takes a pack as it is.
    public void pack(byte[] pack) throws IOException {
        inserter.newPackParser(new ByteArrayInputStream(pack)).parse(NullProgressMonitor.INSTANCE);
        inserter.flush();
    }

    /// A tree of just these bytes.
    ObjectId raw(String bytes) throws IOException {
        return inserter.insert(Constants.OBJ_TREE, bytes.getBytes(UTF_8));
    }

    /// Files by their paths.
    public ObjectId tree(Map<String, String> files) throws IOException {
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
    public ObjectId tag(String name, ObjectId tree) throws IOException {
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

    public ObjectId release(String tag, Map<String, String> files) throws IOException {
        return tag(tag, tree(files));
    }

    public void point(String ref, ObjectId id) throws IOException {
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
