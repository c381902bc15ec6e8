package cloud.atek.host.cli;

import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.Invite;
import cloud.atek.api.users.UsersApi.InviteList;
import cloud.atek.api.users.UsersApi.InviteOptions;
import cloud.atek.api.users.UsersApi.NewInvite;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.host.qr.QrPicture;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "invite",
        description = "Make a link by which one person makes his own account.",
        sortOptions = false)
final class InviteCommand implements Callable<Integer> {

    @Option(names = "--admin", description = "The invited may do everything.")
    boolean admin;

    @Option(names = "--user", paramLabel = "NAME", description = "Username that he finds.")
    @Nullable String user;

    @Option(names = "--hours", paramLabel = "N", description = "How long it is good (48).")
    @Nullable Integer hours;

    @Option(
            names = "--at",
            paramLabel = "URL",
            description = "How he reaches this host, such as https://home.example.")
    @Nullable String at;

    @Option(names = "--list", description = "List the open invites.")
    boolean list;

    @Option(names = "--end", paramLabel = "ID", description = "End an open invite.")
    @Nullable String end;

    private final AtekCommand atek;

    InviteCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        HostClient host = atek.host();
        if (list) {
            JsonNode answer = host.call(UsersApi.ID, "invites");
            atek.show(answer, () -> table(AtekCommand.read(answer, InviteList.class)));
        } else if (end != null) {
            JsonNode answer = host.call(UsersApi.ID, "uninvite", end);
            atek.done(answer, "That link is good for nothing any more.");
        } else {
            var options = new InviteOptions(admin ? UsersApi.ADMIN : null, user, hours, at);
            JsonNode answer = host.call(UsersApi.ID, "invite", options);
            atek.show(answer, () -> link(AtekCommand.read(answer, NewInvite.class)));
        }
        return ExitCode.DONE;
    }

    private String link(NewInvite made) {
        return "%s\n\n%s\n\nWhoever opens it first makes the account. It is good until %s."
                .formatted(
                        QrPicture.of(made.url()).lines(atek.terminal().interactive()),
                        made.url(),
                        Times.shown(made.expiresAt()));
    }

    private static String table(InviteList invites) {
        if (invites.invites().isEmpty()) {
            return "There is no open invite.";
        }
        var table = new Table("ID", "FOR", "ROLE", "BY", "ENDS");
        for (Invite one : invites.invites()) {
            table.row(
                    one.id(),
                    Objects.requireNonNullElse(one.username(), ""),
                    Objects.requireNonNullElse(one.role(), ""),
                    one.by(),
                    Times.shown(one.expiresAt()));
        }
        return table.toString();
    }
}
