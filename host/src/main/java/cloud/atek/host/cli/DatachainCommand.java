package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Stands in the list of commands. The launcher runs it as a program of its own, with more jars
/// than the host has; so this is only reached by whoever goes round the launcher.
@Command(name = "datachain", description = "Look into, check, back up and restore a datachain.")
final class DatachainCommand implements Callable<Integer> {

    @Unmatched List<String> words = new ArrayList<>();

    @Override
    public Integer call() {
        throw new CommandFailedException(
                ExitCode.USAGE,
                "`datachain` is a program of its own: start it with the launcher, `atek datachain`.");
    }
}
