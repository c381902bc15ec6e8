package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Does once what every start does, on an empty data folder that is thrown away: the JVM records
/// what was loaded, and the launcher keeps it as the AOT cache. Not for people.
@Command(name = "train", hidden = true, description = "Record a start for the AOT cache.")
final class TrainCommand implements Callable<Integer> {

    private final AtekCommand atek;
    private final HostRunner runner;

    TrainCommand(AtekCommand atek, HostRunner runner) {
        this.atek = atek;
        this.runner = runner;
    }

    @Override
    public Integer call() {
        Path dir = atek.folder().dir();
        HostLog.open(dir, false);
        HostRunner.Running host = runner.prepare(new UpOptions(dir, 0, null));
        Runtime.getRuntime().addShutdownHook(new Thread(host::close, "stop"));
        try {
            HostRunner.Started started = host.start();
            String banner = new UpBanner(started).toString();
            return banner.isEmpty() ? ExitCode.FAILED : commands(dir, started.port());
        } catch (HostStartException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private int commands(Path dir, int port) {
        var silent =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var main = new Main(new Terminal(silent, silent, null), runner);
        int exit = main.run("ls", "--configDir", dir.toString(), "--port", Integer.toString(port));
        int help = main.run("--help");
        return exit == ExitCode.DONE ? help : exit;
    }
}
