package cloud.atek.adb;

import java.time.Duration;

/// The numbers of a database.
public final class Limits {

    /// One record as JSON, in bytes of UTF-8: it is read and sent whole.
    public static final int RECORD_BYTES_MAX = 1 << 20;

    /// How deep objects and arrays of a record may nest.
    public static final int DEPTH_MAX = 64;

    /// Members of one object in a record.
    public static final int MEMBERS_MAX = 10_000;

    /// Records in one list.
    public static final int LIST_RECORDS_MAX = 100_000;

    /// JSON of one list, in characters: it is held in memory and sent whole.
    public static final int LIST_CHARS_MAX = 8 << 20;

    /// Operations of one batch, and expectations beside them.
    public static final int BATCH_MAX = 10_000;

    /// Versions in one answer about the history of a record.
    public static final int VERSIONS_MAX = 1_000;

    /// Readers of one view that may work side by side.
    static final int READERS = 2;

    /// Page cache of one connection to a view.
    static final int CACHE_KIB = 256;

    /// Page cache of the connection that writes a view: rows are found by hashes, which come in no
    /// order.
    static final int WRITER_CACHE_KIB = 4 << 10;

    /// Page cache while much of a history is read anew: its rows come in no order.
    static final int CATCH_UP_CACHE_KIB = 8 << 10;

    /// Commits that are applied to a view in one transaction.
    static final int APPLIED_COMMITS = 1000;

    /// Records that one query reads beyond those it answers.
    public static final int QUERY_RECORDS_MAX = 20_000;

    /// JSON that one query reads, in characters.
    public static final int QUERY_CHARS_MAX = 64 << 20;

    /// JSON of one page, in characters: it ends before the record that goes beyond.
    public static final int PAGE_CHARS_MAX = 8 << 20;

    /// Records that one word search may find: it ranks all of them.
    public static final int TEXT_MATCHES_MAX = 50_000;

    /// Indexes of one database.
    public static final int INDEXES_MAX = 16;

    /// Records or entries of an index that one transaction takes up or clears away.
    static final int INDEX_STEP_RECORDS = 500;

    /// JSON that one such transaction reads, in characters, before it ends.
    static final int INDEX_STEP_CHARS = 4 << 20;

    /// Views that are defined on one database.
    public static final int MAPPINGS_MAX = 16;

    /// Entries that one record has in one view; what is beyond is left out and counted.
    public static final int MAPPED_ENTRIES_MAX = 1_000;

    /// JSON of the entries of one record in one view, in characters.
    public static final int MAPPED_CHARS_MAX = 2 << 20;

    /// Values that are looked at for the entries of one record in one view.
    static final int MAPPED_STEPS_MAX = 200_000;

    /// Records of one database that a merge holds.
    static final int MERGE_READ_RECORDS = 64;

    /// JSON of one database that a merge holds, in characters, besides one record.
    static final int MERGE_READ_CHARS = 512 << 10;

    /// Records that one commit purges.
    static final int PURGE_RECORDS = 5_000;

    /// The content of one blob, in bytes. It is never in memory.
    public static final long BLOB_BYTES_MAX = 4L << 30;

    /// The media type of a blob, in characters.
    public static final int BLOB_TYPE_CHARS_MAX = 200;

    /// Blobs in one list.
    public static final int BLOBS_LISTED_MAX = 10_000;

    /// Blobs of one database that are received side by side, each over one piece of memory.
    static final int UPLOADS_MAX = 8;

    /// The same, of all databases.
    static final int ALL_UPLOADS_MAX = 32;

    /// One piece of a blob on its way to the disk, in bytes.
    static final int BLOB_PIECE_BYTES = 64 << 10;

    /// After so many bytes a blob on its way is forced to the disk, so that the last force is
    /// short.
    static final int BLOB_FORCE_BYTES = 32 << 20;

    /// What a blob leaves free on the disk, in bytes: logs must go on.
    static final long DISK_RESERVE_BYTES = 64L << 20;

    /// One question in SQL, in characters.
    public static final int SQL_CHARS_MAX = 64 << 10;

    /// How long one may take.
    public static final Duration SQL_PATIENCE = Duration.ofSeconds(3);

    /// By how much the process may grow meanwhile, in bytes.
    public static final long SQL_MEMORY_BYTES_MAX = 64L << 20;

    /// One value or row in it, in bytes: twice a record.
    public static final int SQL_VALUE_BYTES_MAX = 2 << 20;

    /// Rows of its answer.
    public static final int SQL_ROWS_MAX = 10_000;

    /// Text of its answer, in characters.
    public static final int SQL_CHARS_OUT_MAX = 4 << 20;

    /// Streams that watch one database.
    public static final int DATABASE_WATCHERS_MAX = 1_500;

    /// Streams that watch databases, of the process.
    public static final int WATCHERS_MAX = 2_000;

    /// Commits that wait for one watcher; who is further behind reads the log himself.
    static final int WATCH_QUEUE_COMMITS = 64;

    /// Values of one commit that is handed to those who are live, in bytes; of a larger one each
    /// reads the log himself.
    static final int WATCH_LIVE_BYTES_MAX = 256 << 10;

    /// JSON that waits for watchers of the process, in characters; what waits for many counts once.
    static final int WATCH_QUEUED_CHARS_MAX = 4 << 20;

    /// Changes in one event, in characters of JSON, unless one alone is larger: a larger commit is
    /// told in several.
    static final int WATCH_EVENT_CHARS = 256 << 10;

    /// Values of a commit that a watcher who reads the log sends without asking for room, in bytes.
    static final int WATCH_SMALL_BYTES = 8 << 10;

    /// Commits that are read from logs for watchers at the same time.
    static final int WATCH_READERS = 2;

    /// How often it is looked whether a watcher may still watch, besides before every event.
    static final Duration WATCH_CHECK_EVERY = Duration.ofSeconds(5);

    /// How long a watcher may take over a large commit while others wait to send theirs.
    static final Duration WATCH_LARGE_PATIENCE = Duration.ofSeconds(30);

    private Limits() {}
}
