import org.jspecify.annotations.NullMarked;

/// Tools for tests.
@NullMarked
module cloud.atek.testkit {
    requires static transitive org.jspecify;

    exports cloud.atek.testkit;
}
