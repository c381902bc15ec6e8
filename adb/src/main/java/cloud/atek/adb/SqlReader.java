package cloud.atek.adb;

import cloud.atek.api.adb.SqlApi.SqlResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// One question in SQL to a view, on a connection of its own that is thrown away behind it. One
/// thread owns it.
///
/// Walls: [SqlText] lets one reading statement through; the file is opened read-only and the
/// connection reads only; SQLite attaches no file and loads no extension; no value is larger than
/// [Limits#SQL_VALUE_BYTES_MAX]; a [SqlWatch] ends what is long or large; rows are counted.
final class SqlReader {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String RECORDS =
            "CREATE TEMP VIEW records AS SELECT key_path(path) AS path, seq, value"
                    + " FROM main.record";
    private static final int LIKE_BYTES_MAX = 200;
    private static final int EXPRESSION_DEPTH_MAX = 100;
    private static final int COMPOUND_MAX = 50;
    private static final int COLUMNS_MAX = 200;

    private SqlReader() {}

    /// @throws InvalidRecordException when it is not to be answered, with the words of SQLite
    static SqlResult query(Path view, String sql, List<JsonNode> params) {
        SqlText.require(sql);
        var watch = new SqlWatch();
        try (Connection connection = Sqlite.reader(view)) {
            prepare(connection);
            ProgressHandler.setHandler(connection, SqlWatch.STEP_OPERATIONS, watch);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, params);
                return result(statement, watch);
            }
        } catch (SQLException e) {
            throw watch.refusal(e);
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        Function.create(connection, "key_path", new PathText(), 1, Function.FLAG_DETERMINISTIC);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(RECORDS);
            statement.execute("PRAGMA query_only = 1");
            statement.execute("PRAGMA cell_size_check = 1");
        }
        var limits = connection.unwrap(SQLiteConnection.class);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, Limits.SQL_VALUE_BYTES_MAX);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LIKE_BYTES_MAX);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, EXPRESSION_DEPTH_MAX);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, COMPOUND_MAX);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, COLUMNS_MAX);
        limits.setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    private static void bind(PreparedStatement statement, List<JsonNode> params)
            throws SQLException {
        int wanted = statement.getParameterMetaData().getParameterCount();
        if (wanted != params.size()) {
            throw new InvalidRecordException(
                    "The SQL has %d ?, and there are %d params".formatted(wanted, params.size()));
        }
        for (int i = 0; i < wanted; i++) {
            JsonNode param = params.get(i);
            switch (param.getNodeType()) {
                case NULL -> statement.setObject(i + 1, null);
                case BOOLEAN -> statement.setInt(i + 1, param.booleanValue() ? 1 : 0);
                case STRING -> statement.setString(i + 1, param.textValue());
                case NUMBER -> bind(statement, i + 1, param);
                default ->
                        throw new InvalidRecordException(
                                "A param is null, true, false, a number or a string", "/" + i);
            }
        }
    }

    private static void bind(PreparedStatement statement, int index, JsonNode number)
            throws SQLException {
        if (number.canConvertToExactIntegral() && number.canConvertToLong()) {
            statement.setLong(index, number.longValue());
        } else {
            statement.setDouble(index, number.doubleValue());
        }
    }

    private static SqlResult result(PreparedStatement statement, SqlWatch watch)
            throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            ResultSetMetaData meta = found.getMetaData();
            var columns = new ArrayList<String>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
            }
            var rows = new ArrayList<List<JsonNode>>();
            long chars = 0;
            while (found.next()) {
                watch.requireTime();
                var row = new ArrayList<JsonNode>();
                for (int i = 1; i <= columns.size(); i++) {
                    JsonNode value = json(found.getObject(i));
                    chars += value.isTextual() ? value.textValue().length() : 8;
                    row.add(value);
                }
                if (rows.size() == Limits.SQL_ROWS_MAX || chars > Limits.SQL_CHARS_OUT_MAX) {
                    return new SqlResult(columns, rows, true);
                }
                rows.add(row);
            }
            return new SqlResult(columns, rows, null);
        }
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Integer number -> JSON.numberNode(number.intValue());
            case Long number -> JSON.numberNode(number.longValue());
            case Double number when Double.isFinite(number) ->
                    JSON.numberNode(number.doubleValue());
            case byte[] bytes -> JSON.textNode("x'" + HexFormat.of().formatHex(bytes) + "'");
            default -> JSON.textNode(value.toString());
        };
    }

    /// `key_path(blob)`: the path of a record as people write it.
    private static final class PathText extends Function {
        @Override
        protected void xFunc() throws SQLException {
            byte[] path = value_blob(0);
            if (path == null || path.length == 0) {
                result();
            } else {
                result(PathBytes.parse(path).toString());
            }
        }
    }
}
