import org.jspecify.annotations.NullMarked;

/// Tools for tests.
@NullMarked
module cloud.atek.testkit {
    requires static transitive org.jspecify;
    requires jdk.management;
    requires java.management;

    exports cloud.atek.testkit;
}
