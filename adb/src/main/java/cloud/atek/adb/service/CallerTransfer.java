package cloud.atek.adb.service;

import cloud.atek.adb.ExportedPage;
import cloud.atek.adb.Version;
import cloud.atek.api.adb.SqlApi.SqlResult;
import cloud.atek.api.adb.TransferApi.ExportOptions;
import cloud.atek.api.adb.TransferApi.ExportPage;
import cloud.atek.api.adb.TransferApi.ExportRecord;
import cloud.atek.api.adb.TransferApi.ImportOptions;
import cloud.atek.api.adb.TransferApi.ImportRecord;
import cloud.atek.api.adb.TransferApi.ImportResult;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one caller takes databases out and in as a whole, and asks them in SQL.
final class CallerTransfer {

    private final Rights rights;

    CallerTransfer(Rights rights) {
        this.rights = rights;
    }

    ExportPage out(String dbId, @Nullable ExportOptions options) throws IOException {
        String id = rights.readable(dbId);
        ExportOptions wanted = options == null ? ExportOptions.ALL : options;
        boolean history = Boolean.TRUE.equals(wanted.history());
        ExportedPage page = rights.databases().with(id, db -> db.export(wanted));
        return new ExportPage(
                id,
                page.sequence(),
                text(page.time()),
                page.versions().stream().map(one -> record(one, history)).toList(),
                page.next());
    }

    ImportResult in(String id, List<ImportRecord> records, @Nullable ImportOptions options)
            throws IOException {
        ImportOptions wanted = options == null ? new ImportOptions(null, null) : options;
        return rights.databases().with(id, db -> db.importRecords(records, wanted));
    }

    SqlResult sql(SqlDesk desk, String dbId, String sql, @Nullable List<JsonNode> params)
            throws IOException {
        desk.require(rights);
        String id = rights.readable(dbId);
        List<JsonNode> bound = params == null ? List.of() : params;
        return desk.ask(() -> rights.databases().with(id, db -> db.sql(sql, bound)));
    }

    private static ExportRecord record(Version one, boolean history) {
        String json = one.json();
        return new ExportRecord(
                one.path(),
                one.sequence(),
                history ? text(one.time()) : null,
                one.put() ? null : true,
                json == null ? null : Records.raw(json));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
