package cloud.atek.host.cli.adb;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The words that name a database.
final class Which {

    @Parameters(
            index = "0",
            paramLabel = "DB",
            description = "Id, user/service/alias, or an alias that only one database has.")
    String name = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Whose database it is.")
    @Nullable String user;

    @Option(
            names = "--service",
            paramLabel = "ID",
            description = "Through which service it was made.")
    @Nullable String service;
}
