package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// The one connection that writes a view: it applies commits, at replay and at work alike. One
/// thread at a time.
final class ViewWriter implements AutoCloseable {

    /// Of the tables below; a view of another version is rebuilt.
    private static final int VERSION = 5;

    private static final String RECORDS =
            "CREATE TABLE record (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE,"
                    + " row BLOB NOT NULL UNIQUE, seq INTEGER NOT NULL, value TEXT NOT NULL) STRICT";
    private static final String POSITION =
            "CREATE TABLE position (id INTEGER PRIMARY KEY CHECK (id = 1), chain BLOB NOT NULL,"
                    + " seq INTEGER NOT NULL, hash BLOB NOT NULL, versions INTEGER NOT NULL)"
                    + " STRICT";
    private static final String PUT =
            "INSERT INTO record (path, row, seq, value) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (row) DO UPDATE SET seq = excluded.seq, value = excluded.value";

    private static final String MOVE =
            "UPDATE position SET seq = ?, hash = ?, versions = versions + ?";

    private final Connection connection;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement move;
    private final Mirrors mirrors;
    private final BlobWriter blobs;

    /// Opens a view, or makes an empty one.
    ///
    /// @throws BrokenViewException when the file is the view of something else
    ViewWriter(Path file, Bytes chain) throws SQLException, BrokenViewException {
        this.connection = Sqlite.writer(file);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            prepare(statement, chain);
            connection.commit();
        }
        this.put = connection.prepareStatement(PUT);
        this.delete = connection.prepareStatement("DELETE FROM record WHERE row = ?");
        this.move = connection.prepareStatement(MOVE);
        this.mirrors = new Mirrors(connection);
        this.blobs = new BlobWriter(connection);
    }

    Mirrors mirrors() {
        return mirrors;
    }

    /// Whether something was removed whose bytes may still be in the file.
    boolean wantsScrub() throws SQLException {
        try {
            return Scrub.isAsked(connection);
        } finally {
            connection.commit();
        }
    }

    ViewPosition position() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT seq, hash FROM position")) {
            row.next();
            return new ViewPosition(row.getLong(1), new Hash(Bytes.owning(row.getBytes(2))));
        } finally {
            connection.commit();
        }
    }

    /// Applies what comes next, some commits in one transaction.
    ///
    /// @return where the view is then; `before` when there was nothing
    ViewPosition apply(CommitCursor commits, ViewPosition before) throws SQLException, IOException {
        ViewPosition after = before;
        long versions = 0;
        try {
            for (int i = 0; i < Limits.APPLIED_COMMITS; i++) {
                Optional<SignedCommit> next = commits.next();
                if (next.isEmpty()) {
                    break;
                }
                versions += apply(next.get().commit());
                after = new ViewPosition(next.get().commit().sequence(), next.get().hash());
            }
            if (!after.equals(before)) {
                move.setLong(1, after.sequence());
                move.setBytes(2, after.hash().value().toArray());
                move.setLong(3, versions);
                move.executeUpdate();
                connection.commit();
            }
            return after;
        } catch (SQLException | IOException | RuntimeException e) {
            connection.rollback();
            mirrors.reload();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// @return how many versions of records that were
    private int apply(Commit commit) throws SQLException {
        int versions = 0;
        for (Event event : commit.events()) {
            switch (event) {
                case Event.Put row when row.type().equals(RecordEvents.TYPE) -> {
                    var before = mirrors.before(row.key());
                    put.setBytes(1, RecordEvents.path(row));
                    put.setBytes(2, row.key().toArray());
                    put.setLong(3, commit.sequence());
                    put.setString(4, RecordEvents.json(row));
                    put.executeUpdate();
                    mirrors.after(row.key(), before);
                    versions++;
                }
                case Event.Put row when row.type().equals(PurgeEvents.TYPE) ->
                        PurgedRows.add(connection, row, commit.sequence());
                case Event.Put row when row.type().equals(BlobEvents.TYPE) ->
                        blobs.put(row, commit.sequence());
                case Event.Put row -> mirrors.define(row);
                case Event.Tombstone row -> {
                    mirrors.drop(row.key());
                    blobs.drop(row.key());
                    var before = mirrors.before(row.key());
                    delete.setBytes(1, row.key().toArray());
                    versions += delete.executeUpdate();
                    mirrors.after(row.key(), before);
                }
            }
        }
        return versions;
    }

    private void prepare(Statement statement, Bytes chain)
            throws SQLException, BrokenViewException {
        if (number(statement, "PRAGMA user_version") == 0) {
            statement.executeUpdate(RECORDS);
            statement.executeUpdate(POSITION);
            statement.executeUpdate(PurgedRows.TABLE);
            for (String table : Mirrors.TABLES) {
                statement.executeUpdate(table);
            }
            for (String table : BlobWriter.TABLES) {
                statement.executeUpdate(table);
            }
            statement.executeUpdate(
                    "INSERT INTO position VALUES (1, x'%s', 0, x'%s', 0)"
                            .formatted(chain.hex(), Hash.ZERO.hex()));
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
        }
        long version = number(statement, "PRAGMA user_version");
        if (version != VERSION) {
            throw new BrokenViewException("the view has version " + version);
        }
        String mine = "SELECT count(*) FROM position WHERE chain = x'" + chain.hex() + "'";
        if (number(statement, mine) != 1) {
            throw new BrokenViewException("the view is that of another chain");
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
