package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        aliases = "run",
        description = "Run Atek here, until Ctrl-C.",
        sortOptions = false)
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Create this first admin when there is no user yet.")
    @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "His password: the first line of FILE.")
    @Nullable Path passwordFile;

    @Option(names = "--no-open", description = "Open no browser.")
    boolean noOpen;

    @Option(names = "--verbose", description = "Show the log here as well.")
    boolean verbose;

    @Option(
            names = {"-y", "--yes"},
            description = "Install what the system lacks without asking.")
    boolean yes;

    private final AtekCommand atek;
    private final HostRunner runner;

    UpCommand(AtekCommand atek, HostRunner runner) {
        this.atek = atek;
        this.runner = runner;
    }

    @Override
    public Integer call() throws InterruptedException {
        requirePasswordFile();
        Path dir = folder(atek.folder().dir());
        HostLog.open(dir, verbose);
        var stopping = new AtomicBoolean();
        HostRunner.Running host = runner.prepare(new UpOptions(dir, atek.port, atek.domain));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(host, stopping), "stop"));
        try {
            welcome(host.start());
        } catch (HostStartException e) {
            return stopping.get() ? ExitCode.FAILED : refuse(e);
        }
        host.awaitStop();
        return ExitCode.DONE;
    }

    private static int refuse(HostStartException e) {
        throw new CommandFailedException(
                ExitCode.FAILED, String.valueOf(e.getMessage()), e.getCause());
    }

    private void stop(HostRunner.Running host, AtomicBoolean stopping) {
        if (stopping.compareAndSet(false, true)) {
            atek.terminal().status("Stopping …");
            host.close();
            atek.terminal().status("");
        }
    }

    private void welcome(HostRunner.Started started) {
        HostRunner.Started host = withFirstAdmin(started);
        atek.terminal().block(new UpBanner(host).toString());
        if (host.setup() != null && !noOpen && atek.terminal().interactive()) {
            Browser.open(host.setup());
        }
    }

    private HostRunner.Started withFirstAdmin(HostRunner.Started host) {
        if (host.setup() == null || user == null || passwordFile == null) {
            return host;
        }
        MkuserCommand.create(
                new HostClient(atek.folder(), host.port(), host.ui().getHost()),
                user,
                Passwords.fromFile(passwordFile),
                true);
        return new HostRunner.Started(
                host.port(), host.ui(), host.gateway(), host.data(), null, host.warning());
    }

    private void requirePasswordFile() {
        if ((user == null) != (passwordFile == null)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "--user and --password-file are given together, or not at all.");
        }
        if (passwordFile != null) {
            Passwords.fromFile(passwordFile);
        }
    }

    /// The data folder, closed to everyone else from its first moment.
    static Path folder(Path dir) {
        try {
            if (Files.notExists(dir)) {
                Path parent = dir.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        dir,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster: that is as good.
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "The data folder " + dir + " cannot be created: " + e.getMessage() + ".",
                    e);
        }
        if (!Files.isDirectory(dir) || !Files.isWritable(dir)) {
            throw new CommandFailedException(
                    dir + " is no folder that you can write to: name another with --configDir.");
        }
        return dir;
    }
}
