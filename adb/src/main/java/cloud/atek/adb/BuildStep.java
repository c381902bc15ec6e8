package cloud.atek.adb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Takes up as many records of a range as one transaction should. Pure of state.
final class BuildStep {

    private BuildStep() {}

    /// @param built path bytes of the last record that was taken up; empty for none
    static Reached run(Connection connection, KeyRange range, byte[] built, Taker taker)
            throws SQLException {
        byte[] last = built;
        long chars = 0;
        try (PreparedStatement next =
                connection.prepareStatement(
                        "SELECT id, path, value FROM record WHERE path >= ? AND path < ?"
                                + " ORDER BY path")) {
            next.setBytes(1, last.length == 0 ? range.from() : PathBytes.append(last, (byte) 0));
            next.setBytes(2, range.to());
            int records = 0;
            try (ResultSet row = next.executeQuery()) {
                for (; row.next(); records++) {
                    if (records == Limits.INDEX_STEP_RECORDS || chars > Limits.INDEX_STEP_CHARS) {
                        return new Reached(last, false, records);
                    }
                    last = row.getBytes(2);
                    String json = row.getString(3);
                    chars += json.length();
                    taker.take(row.getLong(1), last, RecordJson.read(json));
                }
            }
            return new Reached(last, true, records);
        }
    }

    /// @param ready whether there are no more
    /// @param records how many there were in this step
    @SuppressWarnings("ArrayRecordComponent")
    record Reached(byte[] built, boolean ready, int records) {}

    /// What gets the records.
    @FunctionalInterface
    interface Taker {
        void take(long id, byte[] path, ObjectNode record) throws SQLException;
    }
}
