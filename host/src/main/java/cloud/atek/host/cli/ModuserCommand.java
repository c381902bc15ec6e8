package cloud.atek.host.cli;

import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.PasswordChange;
import cloud.atek.api.users.UsersApi.User;
import cloud.atek.api.users.UsersApi.UserUpdate;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes a user. With nothing said it asks, as the first Atek did. It works whatever the user has
/// forgotten, and however long his logins must wait: it is the owner's way back in.
@Command(
        name = "moduser",
        description = "Change a user: password, name, role, codes. Asks what when not told.",
        sortOptions = false)
final class ModuserCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Username.")
    String name = "";

    @Option(names = "--password", description = "Ask for a new password.")
    boolean password;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The new password is the first line of FILE.")
    @Nullable Path passwordFile;

    @Option(names = "--role", paramLabel = "ROLE", description = "admin or none.")
    @Nullable String role;

    @Option(names = "--rename", paramLabel = "NEW", description = "New username.")
    @Nullable String rename;

    @Option(names = "--reset-totp", description = "Logging in wants no code any more.")
    boolean resetTotp;

    private final AtekCommand atek;

    ModuserCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        if (role != null && !role.equals(UsersApi.ADMIN) && !role.equals("none")) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "--role is admin or none, not " + role + ".");
        }
        HostClient host = atek.host();
        User user = Person.named(host, name);
        if (!isAnythingSaid()) {
            choose(user);
        }
        var done = new ArrayList<String>();
        newPassword(host, user, done);
        newNameAndRole(host, user, done);
        if (resetTotp) {
            host.call(UsersApi.ID, "resetTotp", user.key());
            done.add("logging in wants no code any more");
        }
        JsonNode now = host.call(UsersApi.ID, "get", user.key());
        atek.done(now, user.username() + ": " + String.join(", ", done) + ".");
        return ExitCode.DONE;
    }

    private boolean isAnythingSaid() {
        return password || passwordFile != null || role != null || rename != null || resetTotp;
    }

    private void choose(User user) {
        Terminal terminal = atek.terminal();
        if (!terminal.interactive()) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "This is not a terminal, so say what to change: --password-file, --role, --rename or --reset-totp.");
        }
        boolean admin = UsersApi.ADMIN.equals(user.role());
        terminal.line("What do you want to change of " + user.username() + "?");
        terminal.line("  1  Password");
        terminal.line("  2  Username");
        terminal.line("  3  " + (admin ? "Make a member" : "Make an admin"));
        if (Boolean.TRUE.equals(user.totp())) {
            terminal.line("  4  Turn codes off");
        }
        switch (terminal.ask("Number:")) {
            case "1" -> password = true;
            case "2" -> rename = terminal.ask("New username:");
            case "3" -> role = admin ? "none" : UsersApi.ADMIN;
            case "4" -> resetTotp = true;
            default -> throw new CommandFailedException("Nothing was changed.");
        }
    }

    private void newPassword(HostClient host, User user, List<String> done) {
        if (passwordFile == null && !password) {
            return;
        }
        String wanted =
                passwordFile == null
                        ? Passwords.typed(atek.terminal())
                        : Passwords.fromFile(passwordFile);
        host.call(UsersApi.ID, "setPassword", user.key(), new PasswordChange(null, wanted));
        done.add("the password is changed and all sessions ended");
    }

    private void newNameAndRole(HostClient host, User user, List<String> done) {
        if (rename == null && role == null) {
            return;
        }
        String wanted = role == null ? null : role.equals("none") ? "" : role;
        host.call(UsersApi.ID, "update", user.key(), new UserUpdate(rename, null, wanted));
        if (rename != null) {
            done.add("the name is " + rename);
        }
        if (role != null) {
            done.add(role.equals("none") ? "no admin" : "an admin");
        }
    }
}
