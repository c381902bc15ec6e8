import org.jspecify.annotations.NullMarked;

/// The datachain: a signed, append-only redo log of rows.
@NullMarked
module cloud.atek.datachain {
    requires transitive cloud.atek.crypto;
    requires static transitive org.jspecify;

    exports cloud.atek.datachain;
    exports cloud.atek.datachain.chains;
    exports cloud.atek.datachain.live;
    exports cloud.atek.datachain.backup;
    exports cloud.atek.datachain.dio;
    exports cloud.atek.datachain.compact;
    exports cloud.atek.datachain.log;
    exports cloud.atek.datachain.merkle;
    exports cloud.atek.datachain.pipe;
    exports cloud.atek.datachain.readers;
    exports cloud.atek.datachain.trust;
}
