package cloud.atek.api.adb;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON documents in databases, addressed by key paths.
///
/// `dbId` is 64 hex digits, the public key of the database's chain; where it is asked for, an alias
/// that the calling service gave will do.
public interface AdbApi extends BlobApi, TransferApi, SqlApi, ViewsApi, StorageApi, WatchApi {

    ApiId ID = new ApiId("atek.cloud/adb-api");

    /// Opens or, with an empty id, creates the server database. The host only, once per start.
    void init(Config config);

    /// Which database is the host's own. The host only.
    Config getConfig();

    /// Makes a database that is owned by the caller: his user, and the service that calls.
    DbInfo dbCreate(@Nullable DbConfig config);

    /// The database that the calling service knows by this alias, made when there is none.
    DbInfo dbGetOrCreate(String alias, @Nullable DbConfig config);

    /// Changes what `config` names. The owner only.
    void dbConfigure(String dbId, DbConfig config);

    /// Its alias, who may read it, and how much history it keeps. For those who may read it.
    DbConfig dbGetConfig(String dbId);

    /// All databases of the calling service.
    List<DbInfo> dbList();

    /// Whose a database is and what it is called. For those who may read it.
    DbInfo dbDescribe(String dbId);

    /// All databases of a user, the caller unless another is named; of another for admins only. To
    /// admins the server database is the first of `system`.
    List<DbInfo> adminListDbsByOwningUser(@Nullable String owningUserKey);

    /// Makes a database, owned by the caller unless `config` names another owner, which is for
    /// admins only, or another service of the caller.
    DbInfo adminCreateDb(DbAdminConfig config);

    /// As [#dbConfigure]; it changes the owner too, for admins to any.
    void adminEditDbConfig(String dbId, DbAdminConfig config);

    /// Forgets a database: nobody but the host reads or writes it any more. Its log stays on disk.
    ///
    /// @param dbId no alias
    void adminDeleteDb(String dbId);

    /// The records below `path`, those in folders included, ordered by the bytes of their paths. A
    /// record at exactly `path` is not among them.
    RecordList recordList(String dbId, KeyPath path, @Nullable ListOptions options);

    /// One record. What is not there is an error, `Not found`.
    DbRecord recordGet(String dbId, KeyPath path, @Nullable GetOptions options);

    /// Writes a record, whatever was there before. Durable when it answers.
    DbRecord recordPut(String dbId, KeyPath path, ObjectNode value);

    /// Deletes a record, durably. Deleting what is not there is no error.
    void recordDelete(String dbId, KeyPath path);

    /// The records that differ between two states of a database, or of two, by their paths. A
    /// record that was put again with the same value does not differ.
    List<Diff> recordDiff(String dbId, DiffOptions options);

    /// What a record was, newest first.
    RecordHistory recordHistory(String dbId, KeyPath path, @Nullable HistoryOptions options);

    /// Makes a record what it was, by a new commit: one that was not there is deleted.
    ///
    /// @return null when it was not there
    @Nullable DbRecord restore(String dbId, KeyPath path, Moment at);

    /// Does all of `operations` in one commit, or nothing.
    ///
    /// Refused when a record is not at the sequence that was expected of it; the error's data names
    /// each: `{conflicts: [{path, expected, found}]}`.
    ///
    /// @param operations at most 10 000, each of another path
    BatchResult batch(String dbId, List<BatchOperation> operations, @Nullable BatchOptions options);

    /// How large a database is. For those who may read it.
    DbStat stat(String dbId);

    /// @param records that are there
    /// @param versions puts and deletions of records since the view was made
    /// @param seq of the last commit
    /// @param viewLag commits that are on disk and cannot be read yet
    /// @param bytes of the log on disk
    /// @param viewBytes on disk, of all that is made from the log and can be made anew
    /// @param blobs paths that have one
    /// @param blobBytes of their contents, each counted once
    /// @param building how far the view is, while it is made anew. When it is so because there was
    ///   none, nothing is known yet of the records, and calls that read wait for it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DbStat(
            String dbId,
            long records,
            long versions,
            long seq,
            long viewLag,
            long bytes,
            long viewBytes,
            long blobs,
            long blobBytes,
            @Nullable BuildProgress building) {}

    /// The records that a filter holds for, a page at a time. One that would have to read many more
    /// records than it answers is refused, and the refusal says which index would help.
    QueryPage recordQuery(String dbId, Query query);

    /// How [#recordQuery] would answer, which index it would use.
    QueryPlan recordExplain(String dbId, Query query);

    /// The records with all the words, the best first. Wants an index of text for the path. A page
    /// goes on by the rank of the last record, which changes a little with every write: what is
    /// written between two pages may bring a record twice or leave it out.
    QueryPage textSearch(String dbId, TextQuery query);

    /// Defines an index. Durable when it answers; the index is built in the background, see
    /// [#indexList].
    IndexInfo indexDefine(String dbId, IndexConfig index);

    /// All indexes of a database, by their names.
    List<IndexInfo> indexList(String dbId);

    /// Drops an index. Dropping what is not there is no error.
    void indexDrop(String dbId, String name);

    /// @param serverDbId empty asks for a new one
    /// @param sql whether admins may ask [SqlApi]; they may not unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Config(String serverDbId, @Nullable Boolean sql) {
        public Config(String serverDbId) {
            this(serverDbId, null);
        }
    }

    /// What a database is called, and who may read it.
    ///
    /// @param alias by which the owning service knows it
    /// @param access `private` (only its owner) unless `public` (every user of this host may read)
    /// @param retention how much of its history is kept, `all` unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DbConfig(
            @Nullable String alias, @Nullable String access, @Nullable RetentionConfig retention) {

        public DbConfig(@Nullable String alias, @Nullable String access) {
            this(alias, access, null);
        }

        public DbConfig retention(RetentionConfig wanted) {
            return new DbConfig(alias, access, wanted);
        }

        public static final DbConfig DEFAULT = new DbConfig(null, null);
    }

    /// @param owner or half of one: what is absent stays as it is
    /// @param access as in [DbConfig]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DbAdminConfig(@Nullable Owner owner, @Nullable String alias, @Nullable String access) {}

    /// Who a database belongs to: [cloud.atek.api.UserKey] and [cloud.atek.api.ServiceKey].
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Owner(@Nullable String userKey, @Nullable String serviceKey) {}

    /// What is known of a database.
    ///
    /// @param writable whether the caller may write it
    /// @param isServerDb whether it is the host's own
    /// @param owner whose it is
    /// @param alias by which the owning service knows it
    /// @param access `private` or `public`, see [DbConfig]
    /// @param createdAt ISO 8601, UTC
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DbInfo(
            String dbId,
            @Nullable Boolean writable,
            @Nullable Boolean isServerDb,
            @Nullable Owner owner,
            @Nullable String alias,
            @Nullable String access,
            @Nullable String createdAt) {}

    /// One record.
    ///
    /// @param key the last name of the path; in a list, the path relative to the listed one, `b/c`
    /// @param path `/a/b`
    /// @param url `hyper://<dbId>/a/b`, the form the first Atek's clients know
    /// @param seq number of the commit that wrote it, from 1
    /// @param value a JSON object
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DbRecord(
            String key, String path, String url, @Nullable Long seq, @Nullable JsonNode value) {}

    /// Records in the order of the list.
    record RecordList(List<DbRecord> records) {}

    /// Bounds are compared with a record's path relative to the listed one, in the order of the
    /// list: a slash in a bound stands for the step into a folder, and sorts before every
    /// character.
    ///
    /// @param lt only paths before this one
    /// @param lte only paths up to this one
    /// @param gt only paths behind this one
    /// @param gte only paths from this one on
    /// @param limit at most this many, 1 to 100 000
    /// @param reverse from the last to the first
    /// @param at the state to list; now unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ListOptions(
            @Nullable String lt,
            @Nullable String lte,
            @Nullable String gt,
            @Nullable String gte,
            @Nullable Integer limit,
            @Nullable Boolean reverse,
            @Nullable Moment at) {

        public ListOptions(
                @Nullable String lt,
                @Nullable String lte,
                @Nullable String gt,
                @Nullable String gte,
                @Nullable Integer limit,
                @Nullable Boolean reverse) {
            this(lt, lte, gt, gte, limit, reverse, null);
        }

        public ListOptions at(Moment moment) {
            return new ListOptions(lt, lte, gt, gte, limit, reverse, moment);
        }

        public static final ListOptions ALL = new ListOptions(null, null, null, null, null, null);
    }

    /// @param at the state to read; now unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record GetOptions(@Nullable Moment at) {}

    /// @param right now unless given
    /// @param path only records below it
    /// @param tableIds only records below these folders, such as `example.com/notes`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record DiffOptions(
            DbState left,
            @Nullable DbState right,
            @Nullable KeyPath path,
            @Nullable List<String> tableIds) {
        public DiffOptions {
            if (left == null) {
                throw new IllegalArgumentException("want left, a state to compare with");
            }
        }
    }

    /// @param left absent when the record is only on the right
    /// @param right absent when the record is only on the left
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Diff(@Nullable DbRecord left, @Nullable DbRecord right) {}

    /// @param before only versions below this sequence
    /// @param limit at most this many, 1 to 1 000; 100 unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record HistoryOptions(@Nullable Long before, @Nullable Integer limit) {}

    /// @param seq of the commit that wrote it
    /// @param time of that commit, ISO 8601, UTC
    /// @param deleted true where the record was deleted
    /// @param value absent where it was deleted, or where compaction removed it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RecordVersion(
            String key,
            String path,
            String url,
            long seq,
            @Nullable String time,
            @Nullable Boolean deleted,
            @Nullable JsonNode value) {}

    /// Versions of one record, newest first.
    record RecordHistory(List<RecordVersion> versions) {}

    /// One write of a batch.
    ///
    /// @param op `put` or `delete`
    /// @param value of a put
    /// @param expect the sequence at which the record must be, 0 when there must be none; it does
    ///   not matter unless given
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BatchOperation(
            String op, KeyPath path, @Nullable ObjectNode value, @Nullable Long expect) {

        public static final String PUT = "put";
        public static final String DELETE = "delete";

        public BatchOperation {
            if (path == null) {
                throw new IllegalArgumentException("an operation wants a path");
            }
            boolean known = PUT.equals(op) ? value != null : DELETE.equals(op) && value == null;
            if (!known) {
                throw new IllegalArgumentException(
                        "want op \"put\" with a value, or \"delete\" without one");
            }
            requireSequence(expect);
        }

        public static BatchOperation put(KeyPath path, ObjectNode value) {
            return new BatchOperation(PUT, path, value, null);
        }

        public static BatchOperation delete(KeyPath path) {
            return new BatchOperation(DELETE, path, null, null);
        }

        public BatchOperation expecting(long sequence) {
            return new BatchOperation(op, path, value, sequence);
        }

        static void requireSequence(@Nullable Long expect) {
            if (expect != null && expect < 0) {
                throw new IllegalArgumentException("no record is at " + expect);
            }
        }
    }

    /// @param expect of records that the batch writes or only read
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record BatchOptions(@Nullable Expectations expect) {}

    /// @param seq the sequence at which the record must be, 0 when there must be none
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Expected(KeyPath path, long seq) {
        public Expected {
            if (path == null) {
                throw new IllegalArgumentException("an expectation wants a path");
            }
            BatchOperation.requireSequence(seq);
        }
    }

    /// @param seq of the commit; of the last one where there was nothing to write
    record BatchResult(long seq) {}
}
