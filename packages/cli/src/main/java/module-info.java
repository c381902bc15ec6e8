import org.jspecify.annotations.NullMarked;

/// How the commands of Atek speak to a person or a script at a terminal.
@NullMarked
module cloud.atek.cli {
    requires transitive cloud.atek.rpc;
    requires transitive info.picocli;
    requires static transitive org.jspecify;

    exports cloud.atek.cli;
}
