package cloud.atek.host.cli;

import cloud.atek.api.users.UsersApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "mkuser", description = "Create a user.", sortOptions = false)
final class MkuserCommand implements Callable<Integer> {

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Username; asked for when not given.")
    @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password is the first line of FILE; asked for when not given.")
    @Nullable Path passwordFile;

    @Option(names = "--admin", description = "The user may do everything.")
    boolean admin;

    private final AtekCommand atek;

    MkuserCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        Terminal terminal = atek.terminal();
        if (!terminal.interactive() && (user == null || passwordFile == null)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "This is not a terminal, so give both --user and --password-file.");
        }
        HostClient host = atek.host();
        String name = user == null ? terminal.ask("Username:") : user;
        String password =
                passwordFile == null ? Passwords.typed(terminal) : Passwords.fromFile(passwordFile);
        JsonNode answer = create(host, name, password, admin);
        atek.done(answer, "Created " + name + (admin ? ", an admin." : "."));
        return ExitCode.DONE;
    }

    static JsonNode create(HostClient host, String name, String password, boolean admin) {
        return host.call(
                UsersApi.ID,
                "create",
                new UsersApi.NewUser(name, password, admin ? UsersApi.ADMIN : null));
    }
}
