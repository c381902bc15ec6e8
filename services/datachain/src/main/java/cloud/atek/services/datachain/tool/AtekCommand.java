package cloud.atek.services.datachain.tool;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every tool takes. The other commands of `atek` are another program.
@Command(name = "atek", description = "Your personal cloud.", sortOptions = false)
final class AtekCommand {

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say more about a command.")
    boolean help;
}
