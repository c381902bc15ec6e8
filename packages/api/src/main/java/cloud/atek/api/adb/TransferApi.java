package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Databases as a whole, a page at a time: out with all names of their paths apart, and in so that
/// doing it twice changes nothing.
public interface TransferApi {

    /// The records below a path as they were at one commit, by the bytes of their paths. A page
    /// ends early where its records are large.
    ///
    /// The first call names no commit and is told one; the next ones name that one as `at`, and so
    /// all pages are of one state, whatever is written meanwhile.
    ExportPage recordExport(String dbId, @Nullable ExportOptions options);

    /// Puts what is not there with the same value already, in one commit; nothing where a record
    /// cannot be, or conflicts. What stopped it is in the answer.
    ///
    /// @param records at most [#RECORDS_MAX], each of another path
    ImportResult recordImport(
            String dbId, List<ImportRecord> records, @Nullable ImportOptions options);

    /// Records of one page, and of one import.
    int RECORDS_MAX = 10_000;

    /// Records of a page that names no limit.
    int RECORDS_DEFAULT = 1000;

    /// @param path only records below it; all unless given
    /// @param at now unless given
    /// @param after the `next` of the page before
    /// @param limit 1 to [#RECORDS_MAX]
    /// @param history all that the records were, instead of what they are at `at`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExportOptions(
            @Nullable KeyPath path,
            @Nullable Moment at,
            @Nullable ExportCursor after,
            @Nullable Integer limit,
            @Nullable Boolean history) {

        public static final ExportOptions ALL = new ExportOptions(null, null, null, null, null);
    }

    /// Where a page ended.
    ///
    /// @param seq of the version, where there is more of this record
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExportCursor(KeyPath path, @Nullable Long seq) {
        public ExportCursor {
            if (path == null) {
                throw new IllegalArgumentException("a cursor wants a path");
            }
        }
    }

    /// @param seq the commit whose state this is
    /// @param time of that commit, ISO 8601, UTC; absent when there is none
    /// @param next none on the last page
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExportPage(
            String dbId,
            long seq,
            @Nullable String time,
            List<ExportRecord> records,
            @Nullable ExportCursor next) {}

    /// @param path with its names apart
    /// @param seq of the commit that wrote it
    /// @param time of that commit; in a history only
    /// @param deleted true where the record was deleted; in a history only
    /// @param value absent where it was deleted, or where compaction removed it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExportRecord(
            KeyPath path,
            long seq,
            @Nullable String time,
            @Nullable Boolean deleted,
            @Nullable JsonNode value) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ImportRecord(KeyPath path, ObjectNode value) {
        public ImportRecord {
            if (path == null || value == null) {
                throw new IllegalArgumentException("a record wants a path and a value");
            }
        }
    }

    /// @param conflict what happens where a record has another value; `refuse` unless given
    /// @param dryRun looks at everything and writes nothing
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ImportOptions(@Nullable OnConflict conflict, @Nullable Boolean dryRun) {}

    /// What happens to a record that is there with another value.
    enum OnConflict {
        /// Nothing of the import is written.
        @JsonProperty("refuse")
        REFUSE,

        /// It gets the new value.
        @JsonProperty("replace")
        REPLACE,

        /// It keeps its value.
        @JsonProperty("keep")
        KEEP
    }

    /// @param seq of the commit; of the last one where nothing was written
    /// @param created records that were not there
    /// @param replaced records that had another value
    /// @param same records that had this value already
    /// @param kept records that keep another value
    /// @param problems why nothing was written, of each record that is at fault; none when all went
    ///   well
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ImportResult(
            long seq, int created, int replaced, int same, int kept, List<ImportProblem> problems) {
        public ImportResult {
            problems = List.copyOf(problems);
        }
    }

    /// @param index of the record in the call, from 0
    /// @param conflict whether another value being there is the problem
    /// @param pointer JSON pointer into the value; empty for the whole
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ImportProblem(int index, boolean conflict, String pointer, String message) {}
}
