package cloud.atek.adb;

import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Goes through the records of a plan, in its order. One thread at a time.
final class RecordScan {

    private static final String ENTRIES =
            "SELECT r.id, e.path, r.seq, r.value FROM entry e CROSS JOIN record r ON r.id = e.record"
                    + " WHERE e.ix = ? AND e.path >= ? AND e.path < ?";
    private static final String ENTRIES_UP =
            ENTRIES + " AND (e.key, e.path) > (?, ?) AND e.key < ? ORDER BY e.key, e.path";
    private static final String ENTRIES_DOWN =
            ENTRIES
                    + " AND (e.key, e.path) < (?, ?) AND e.key >= ? ORDER BY e.key DESC, e.path DESC";
    private static final String RECORDS =
            "SELECT id, path, seq, value FROM record WHERE path >= ? AND path < ? ORDER BY path";
    private static final String COUNT_ENTRIES =
            "SELECT count(*) FROM (SELECT 1 FROM entry WHERE ix = ? AND key >= ? AND key < ?"
                    + " LIMIT ?)";
    private static final String COUNT_ENTRIES_BELOW =
            "SELECT count(*) FROM entry WHERE ix = ? AND key >= ? AND key < ?"
                    + " AND path >= ? AND path < ?";
    private static final String COUNT_RECORDS =
            "SELECT count(*) FROM (SELECT 1 FROM record WHERE path >= ? AND path < ? LIMIT ?)";

    private static final byte[] NOTHING = {};

    private final Statements statements;

    RecordScan(Statements statements) {
        this.statements = statements;
    }

    /// @param after where to go on; null for the first, and always when the plan is not ordered
    /// @param down from the last record to the first
    void run(Plan plan, boolean down, @Nullable QueryCursor after, Visitor visitor)
            throws SQLException {
        LiveIndex index = plan.index();
        if (index == null) {
            records(plan.range(), down, after, visitor);
            return;
        }
        byte[] key = after == null ? NOTHING : key(plan, after);
        List<KeySpan> spans = down ? plan.spans().reversed() : plan.spans();
        for (KeySpan span : spans) {
            PreparedStatement rows =
                    down
                            ? downwards(index, plan.range(), span, key, after)
                            : upwards(index, plan.range(), span, key, after);
            if (!visit(rows, visitor)) {
                return;
            }
        }
    }

    /// How many records the plan goes through, `max` when there are more.
    int size(Plan plan, int max) throws SQLException {
        LiveIndex index = plan.index();
        if (index == null) {
            return (int) number(COUNT_RECORDS, plan.range().from(), plan.range().to(), max);
        }
        int size = 0;
        for (KeySpan span : plan.spans()) {
            size += (int) number(COUNT_ENTRIES, index.id(), span.from(), span.to(), max - size);
            if (size >= max) {
                break;
            }
        }
        return size;
    }

    /// How many records there are when none of them must be asked.
    long count(Plan plan) throws SQLException {
        byte[] from = plan.range().from();
        byte[] to = plan.range().to();
        LiveIndex index = plan.index();
        if (index == null) {
            return number(COUNT_RECORDS, from, to, -1);
        }
        long count = 0;
        for (KeySpan span : plan.spans()) {
            count += number(COUNT_ENTRIES_BELOW, index.id(), span.from(), span.to(), from, to);
        }
        return count;
    }

    private void records(KeyRange range, boolean down, @Nullable QueryCursor after, Visitor visitor)
            throws SQLException {
        byte[] from = range.from();
        byte[] to = range.to();
        if (after != null && down) {
            to = KeySpan.smaller(to, after.path());
        } else if (after != null) {
            byte[] behind = PathBytes.append(after.path(), (byte) 0);
            from = KeySpan.greater(from, behind);
        }
        visit(statements.bind(down ? RECORDS + " DESC" : RECORDS, from, to), visitor);
    }

    private PreparedStatement upwards(
            LiveIndex index, KeyRange range, KeySpan span, byte[] key, @Nullable QueryCursor after)
            throws SQLException {
        boolean within = after != null && Arrays.compareUnsigned(key, span.from()) >= 0;
        return statements.bind(
                ENTRIES_UP,
                index.id(),
                range.from(),
                range.to(),
                within ? key : span.from(),
                after != null && within ? after.path() : NOTHING,
                span.to());
    }

    private PreparedStatement downwards(
            LiveIndex index, KeyRange range, KeySpan span, byte[] key, @Nullable QueryCursor after)
            throws SQLException {
        boolean within = after != null && Arrays.compareUnsigned(key, span.to()) < 0;
        return statements.bind(
                ENTRIES_DOWN,
                index.id(),
                range.from(),
                range.to(),
                within ? key : span.to(),
                after != null && within ? after.path() : NOTHING,
                span.from());
    }

    private static byte[] key(Plan plan, QueryCursor after) {
        var key = new ByteArrayOutputStream();
        key.writeBytes(plan.prefix());
        List<Integer> parts = plan.sorted();
        if (parts != null) {
            parts.forEach(part -> key.writeBytes(after.keys().get(part)));
        }
        return key.toByteArray();
    }

    private static boolean visit(PreparedStatement query, Visitor visitor) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (!visitor.record(
                        row.getLong(1), row.getBytes(2), row.getLong(3), row.getString(4))) {
                    return false;
                }
            }
            return true;
        }
    }

    private long number(String sql, Object... bound) throws SQLException {
        try (ResultSet row = statements.bind(sql, bound).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Takes one record after the other.
    @FunctionalInterface
    interface Visitor {

        /// @return whether to go on
        boolean record(long id, byte[] path, long sequence, String json);
    }
}
