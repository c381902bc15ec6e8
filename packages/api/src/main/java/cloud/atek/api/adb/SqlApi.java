package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reading a database's view with SQL, for admins, on a host whose `config.json` says `"adbSql":
/// true`.
public interface SqlApi {

    /// Answers one `SELECT`, `VALUES` or `EXPLAIN` of SQLite. The table `records(path, seq, value)`
    /// has the records: `path` as `/a/b`, `value` as JSON text.
    ///
    /// Refused is whatever writes, and what takes too long or too much memory.
    ///
    /// @param params for the `?` in `sql`: null, truth values (1 and 0 to SQL), numbers and strings
    SqlResult sqlQuery(String dbId, String sql, @Nullable List<JsonNode> params);

    /// @param rows each with as many values as there are columns; bytes are texts such as `x'0a'`
    /// @param truncated true when there were more rows
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SqlResult(
            List<String> columns, List<List<JsonNode>> rows, @Nullable Boolean truncated) {}
}
