package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which commit put or deleted which record: about 15 bytes a version, and twice its path a record.
/// The values stay in the log. Made from the log when it is first asked, and disposable. One thread
/// at a time.
final class HistoryIndex implements AutoCloseable {

    /// Of the tables below; another is made anew.
    private static final int VERSION = 3;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE path (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE,"
                            + " row BLOB NOT NULL UNIQUE) STRICT",
                    "CREATE TABLE version (path INTEGER NOT NULL, seq INTEGER NOT NULL,"
                            + " put INTEGER NOT NULL, PRIMARY KEY (path, seq))"
                            + " STRICT, WITHOUT ROWID",
                    "CREATE TABLE other (row BLOB PRIMARY KEY) STRICT, WITHOUT ROWID",
                    "CREATE TABLE position (id INTEGER PRIMARY KEY CHECK (id = 1),"
                            + " chain BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,"
                            + " known INTEGER NOT NULL) STRICT",
                    PurgedRows.TABLE);

    private static final String PATH = "INSERT OR IGNORE INTO path (path, row) VALUES (?, ?)";
    private static final String ADD = "INSERT INTO version SELECT id, ?, ? FROM path WHERE row = ?";

    /// Twice the sequence of the newest version up to some, and one more for a put.
    private static final String NEWEST =
            "(SELECT seq * 2 + put FROM version WHERE version.path = path.id AND seq <= ?"
                    + " ORDER BY seq DESC LIMIT 1)";

    private static final String VERSIONS =
            "SELECT seq * 2 + put FROM version WHERE path = (SELECT id FROM path WHERE path = ?)"
                    + " AND seq < ? ORDER BY seq DESC LIMIT ?";
    private static final String LIST =
            "SELECT path, last FROM (SELECT path, "
                    + NEWEST
                    + " AS last FROM path WHERE path.path >= ? AND path.path < ?)"
                    + " WHERE last & 1 ORDER BY path ";
    private static final String EVER =
            "SELECT path, row, (SELECT count(*) FROM version WHERE version.path = path.id)"
                    + " FROM path WHERE path.path >= ? AND path.path < ? ORDER BY path.path LIMIT ?";
    private static final String FORGET_VERSIONS =
            "DELETE FROM version WHERE path = (SELECT id FROM path WHERE row = ?) AND seq <= ?";
    private static final String FORGET_PATH =
            "DELETE FROM path WHERE row = ? AND NOT EXISTS (SELECT 1 FROM version"
                    + " WHERE version.path = path.id)";
    private static final String CHANGED =
            "SELECT path FROM path WHERE path.path >= ? AND path.path < ? AND EXISTS (SELECT 1"
                    + " FROM version WHERE version.path = path.id AND seq > ? AND seq <= ?)"
                    + " ORDER BY path LIMIT ?";

    private final Chain chain;
    private final Connection connection;
    private final PreparedStatement path;
    private final PreparedStatement other;
    private final PreparedStatement add;
    private final PreparedStatement move;
    private final PreparedStatement versions;
    private ViewPosition position;
    private long known;

    private HistoryIndex(Chain chain, Connection connection) throws SQLException, IOException {
        this.chain = chain;
        this.connection = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            prepare(statement);
            try (ResultSet row = statement.executeQuery("SELECT seq, hash, known FROM position")) {
                row.next();
                var hash = new Hash(Bytes.owning(row.getBytes(2)));
                this.position = new ViewPosition(row.getLong(1), hash);
                this.known = row.getLong(3);
            }
        }
        connection.commit();
        requireOnChain();
        this.path = connection.prepareStatement(PATH);
        this.other = connection.prepareStatement("INSERT OR IGNORE INTO other VALUES (?)");
        this.add = connection.prepareStatement(ADD);
        this.move = connection.prepareStatement("UPDATE position SET seq = ?, hash = ?, known = ?");
        this.versions = connection.prepareStatement(VERSIONS);
    }

    /// @throws BrokenViewException when it cannot be used; the caller deletes it and opens again
    static HistoryIndex open(Path file, Chain chain) throws IOException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Connection connection = Sqlite.writer(file);
            try {
                return new HistoryIndex(chain, connection);
            } catch (SQLException | IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        }
    }

    /// The paths in a range that ever had a record, with how many versions they had.
    List<Ever> ever(KeyRange range, int limit) throws SQLException {
        var all = new ArrayList<Ever>();
        try (PreparedStatement query = connection.prepareStatement(EVER)) {
            query.setBytes(1, range.from());
            query.setBytes(2, range.to());
            query.setInt(3, limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    RowKey key = IndexWriter.key(row.getBytes(2));
                    all.add(new Ever(row.getBytes(1), key, row.getLong(3)));
                }
            }
        }
        return all;
    }

    /// A path that ever had a record.
    @SuppressWarnings("ArrayRecordComponent")
    record Ever(byte[] path, RowKey row, long versions) {}

    /// The commit that purged a path last, 0 for none.
    long purged(KeyPath of) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT seq FROM purged WHERE row = ?")) {
            query.setBytes(1, RecordEvents.row(PathBytes.of(of)).toArray());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /// Whether something was removed whose bytes may still be in the file.
    boolean wantsScrub() throws SQLException {
        return Scrub.isAsked(connection);
    }

    /// The sequence from which on every state is known: compaction may have removed what was
    /// before.
    long known() {
        return known;
    }

    /// Takes in what was committed up to `sequence`.
    void catchUp(long sequence) throws IOException, SQLException {
        if (position.sequence() >= sequence) {
            return;
        }
        boolean far = sequence - position.sequence() > Limits.APPLIED_COMMITS / 10;
        try (CommitCursor commits = chain.read(position.sequence() + 1)) {
            cache(far ? Limits.CATCH_UP_CACHE_KIB : Limits.CACHE_KIB);
            while (position.sequence() < sequence && apply(commits)) {
                connection.commit();
            }
            cache(Limits.CACHE_KIB);
        } catch (SQLException | IOException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    /// The versions of a record below `before`, newest first.
    List<Pointer> versions(KeyPath of, long before, int limit) throws SQLException {
        versions.setBytes(1, PathBytes.of(of));
        versions.setLong(2, before);
        versions.setInt(3, limit);
        try (ResultSet found = versions.executeQuery()) {
            var all = new ArrayList<Pointer>();
            while (found.next()) {
                long last = found.getLong(1);
                all.add(new Pointer(of, last >> 1, (last & 1) == 1));
            }
            return all;
        }
    }

    /// Whether anything was ever purged.
    boolean hasPurged() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return number(statement, "SELECT EXISTS (SELECT 1 FROM purged)") == 1;
        }
    }

    /// The newest commit that purged a row, 0 for none.
    long purged(RowKey row) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT seq FROM purged WHERE row = ?")) {
            query.setBytes(1, row.toArray());
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    /// Whether a row is known to be no record, so that its deletion is none of a record.
    boolean isOther(RowKey row) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM other WHERE row = ?")) {
            query.setBytes(1, row.toArray());
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    /// The path of a record by its row, also of one that was deleted.
    Optional<KeyPath> path(RowKey row) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT path FROM path WHERE row = ?")) {
            query.setBytes(1, row.toArray());
            try (ResultSet found = query.executeQuery()) {
                return found.next()
                        ? Optional.of(PathBytes.parse(found.getBytes(1)))
                        : Optional.empty();
            }
        }
    }

    /// The version of a record at `at`; nothing when it was not there.
    Optional<Pointer> newest(KeyPath of, long at) throws SQLException {
        return versions(of, at + 1, 1).stream().filter(Pointer::put).findFirst();
    }

    /// The records of a range that were there at `at`.
    List<Pointer> list(KeyRange range, long at, int limit, boolean reverse) throws SQLException {
        String order = reverse ? "DESC LIMIT ?" : "LIMIT ?";
        try (PreparedStatement query = connection.prepareStatement(LIST + order)) {
            query.setLong(1, at);
            query.setBytes(2, range.from());
            query.setBytes(3, range.to());
            query.setInt(4, limit);
            try (ResultSet found = query.executeQuery()) {
                var all = new ArrayList<Pointer>();
                while (found.next()) {
                    KeyPath of = PathBytes.parse(found.getBytes(1));
                    all.add(new Pointer(of, found.getLong(2) >> 1, true));
                }
                return all;
            }
        }
    }

    /// The records of a range that were written behind `after` and up to `upTo`.
    List<KeyPath> changed(KeyRange range, long after, long upTo, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHANGED)) {
            query.setBytes(1, range.from());
            query.setBytes(2, range.to());
            query.setLong(3, after);
            query.setLong(4, upTo);
            query.setInt(5, limit);
            try (ResultSet found = query.executeQuery()) {
                var all = new ArrayList<KeyPath>();
                while (found.next()) {
                    all.add(PathBytes.parse(found.getBytes(1)));
                }
                return all;
            }
        }
    }

    @Override
    public void close() throws BrokenViewException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        }
    }

    /// @return false when there was nothing
    private boolean apply(CommitCursor commits) throws IOException, SQLException {
        ViewPosition after = position;
        long knownAfter = known;
        for (int i = 0; i < Limits.APPLIED_COMMITS; i++) {
            Optional<SignedCommit> next = commits.next();
            if (next.isEmpty()) {
                break;
            }
            Commit commit = next.get().commit();
            if (commit.sequence() > after.sequence() + 1 || !commit.whole()) {
                knownAfter = chain.lastSequence();
            }
            knownAfter = apply(commit, knownAfter);
            after = new ViewPosition(commit.sequence(), next.get().hash());
        }
        if (after.equals(position)) {
            return false;
        }
        move.setLong(1, after.sequence());
        move.setBytes(2, after.hash().value().toArray());
        move.setLong(3, knownAfter);
        move.executeUpdate();
        position = after;
        known = knownAfter;
        return true;
    }

    /// @return from where on all states are known now
    private long apply(Commit commit, long before) throws SQLException, IOException {
        long after = before;
        for (Event event : commit.events()) {
            if (event instanceof Event.Put put) {
                switch (put.type()) {
                    case KnownEvents.TYPE -> after = KnownEvents.read(put);
                    case PurgeEvents.TYPE -> forget(put, commit.sequence());
                    default -> {}
                }
                if (!put.type().equals(RecordEvents.TYPE)) {
                    other.setBytes(1, put.key().toArray());
                    other.executeUpdate();
                    continue;
                }
                path.setBytes(1, RecordEvents.path(put));
                path.setBytes(2, put.key().toArray());
                path.executeUpdate();
            }
            add.setLong(1, commit.sequence());
            add.setInt(2, event instanceof Event.Put ? 1 : 0);
            add.setBytes(3, event.key().toArray());
            add.executeUpdate();
        }
        return after;
    }

    private void forget(Event.Put purge, long sequence) throws SQLException {
        List<RowKey> rows = PurgedRows.add(connection, purge, sequence);
        try (PreparedStatement versions = connection.prepareStatement(FORGET_VERSIONS);
                PreparedStatement path = connection.prepareStatement(FORGET_PATH)) {
            for (RowKey row : rows) {
                versions.setBytes(1, row.toArray());
                versions.setLong(2, sequence);
                versions.executeUpdate();
                path.setBytes(1, row.toArray());
                path.executeUpdate();
            }
        }
    }

    private void prepare(Statement statement) throws SQLException, BrokenViewException {
        long version = number(statement, "PRAGMA user_version");
        if (version == 0) {
            for (String table : TABLES) {
                statement.executeUpdate(table);
            }
            statement.executeUpdate(
                    "INSERT INTO position VALUES (1, x'%s', 0, x'%s', 0)"
                            .formatted(chain.id().value().hex(), Hash.ZERO.hex()));
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
        } else if (version != VERSION) {
            throw new BrokenViewException("the history has version " + version);
        }
        String mine =
                "SELECT count(*) FROM position WHERE chain = x'" + chain.id().value().hex() + "'";
        if (number(statement, mine) != 1) {
            throw new BrokenViewException("the history is that of another chain");
        }
    }

    /// A log that was restored to an older state, or written anew, makes another index.
    private void requireOnChain() throws IOException {
        if (position.sequence() == 0) {
            return;
        }
        if (position.sequence() > chain.lastSequence()) {
            throw new BrokenViewException("the history is ahead of the chain");
        }
        try (CommitCursor cursor = chain.read(position.sequence())) {
            Optional<SignedCommit> last = cursor.next();
            if (last.isEmpty() || !last.get().hash().equals(position.hash())) {
                throw new BrokenViewException("the history is that of another log");
            }
        }
    }

    private void cache(int kib) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = -" + kib);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
