package cloud.atek.adb;

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

    /// Page cache while much of a history is read anew: its rows come in no order.
    static final int CATCH_UP_CACHE_KIB = 8 << 10;

    /// Commits that are applied to a view in one transaction.
    static final int APPLIED_COMMITS = 1000;

    private Limits() {}
}
