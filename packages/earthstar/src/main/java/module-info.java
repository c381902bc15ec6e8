import org.jspecify.annotations.NullMarked;

/// Earthstar: documents that are signed by their authors and sync between homes.
@NullMarked
module cloud.atek.earthstar {
    requires transitive cloud.atek.crypto;
    requires transitive cloud.atek.datachain;
    requires transitive cloud.atek.wire;
    requires com.fasterxml.jackson.core;
    requires static transitive org.jspecify;

    exports cloud.atek.earthstar.format;
    exports cloud.atek.earthstar.pub;
    exports cloud.atek.earthstar.replica;
    exports cloud.atek.earthstar.seal;
    exports cloud.atek.earthstar.sync;
}
