import org.jspecify.annotations.NullMarked;

/// What a Java service is written with.
@NullMarked
module cloud.atek.kit {
    requires transitive cloud.atek.api;
    requires transitive cloud.atek.wire;
    requires static transitive org.jspecify;
    requires com.networknt.schema;
    requires jsonrpc4j;
    requires org.slf4j;

    exports cloud.atek.kit;
    exports cloud.atek.kit.adb;
}
