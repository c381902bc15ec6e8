package cloud.atek.host.cli;

import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.sessions.UserSessionsApi.SessionInfo;
import cloud.atek.api.sessions.UserSessionsApi.SessionList;
import cloud.atek.api.users.UsersApi.User;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sessions",
        description = "List who is logged in where. `sessions revoke ID` ends one.",
        sortOptions = false)
final class SessionsCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..2",
            paramLabel = "revoke ID",
            description = "End this session; all of --user without an ID.")
    List<String> words = List.of();

    @Option(names = "--user", paramLabel = "NAME", description = "Only of this user.")
    @Nullable String user;

    private final AtekCommand atek;

    SessionsCommand(AtekCommand atek) {
        this.atek = atek;
    }

    /// One session and whose it is.
    private record Row(User user, SessionInfo session) {}

    @Override
    public Integer call() {
        HostClient host = atek.host();
        if (words.isEmpty()) {
            show(rows(host));
        } else if (words.getFirst().equals("revoke")) {
            revoke(host);
        } else {
            throw usage();
        }
        return ExitCode.DONE;
    }

    private static CommandFailedException usage() {
        return new CommandFailedException(
                ExitCode.USAGE,
                "Want `atek sessions`, `atek sessions revoke ID` or `atek sessions revoke --user NAME`.");
    }

    private List<Row> rows(HostClient host) {
        List<User> users =
                user == null ? Person.all(host) : List.of(Person.named(host, String.valueOf(user)));
        var rows = new ArrayList<Row>();
        for (User one : users) {
            JsonNode answer = host.call(UserSessionsApi.ID, "list", one.key());
            AtekCommand.read(answer, SessionList.class)
                    .sessions()
                    .forEach(session -> rows.add(new Row(one, session)));
        }
        return rows;
    }

    private void show(List<Row> rows) {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        var array = json.putArray("sessions");
        var table = new Table("ID", "USER", "DEVICE", "LAST USED", "SINCE");
        for (Row row : rows) {
            ObjectNode one = MessageCodec.JSON.valueToTree(row.session());
            array.add(one.put("username", row.user().username()).put("userKey", row.user().key()));
            table.row(
                    row.session().id(),
                    row.user().username(),
                    row.session().device(),
                    Times.shown(row.session().lastSeenAt()),
                    Times.day(row.session().createdAt()));
        }
        atek.show(json, () -> rows.isEmpty() ? "Nobody is logged in." : table.toString());
    }

    private void revoke(HostClient host) {
        if (words.size() == 2) {
            Row found =
                    rows(host).stream()
                            .filter(row -> row.session().id().equals(words.getLast()))
                            .findFirst()
                            .orElseThrow(() ->
                                    new CommandFailedException(
                                            "There is no session %s: `atek sessions` lists them."
                                                    .formatted(words.getLast())));
            end(host, found.user(), found.session().id(), found.session().device());
        } else if (user != null) {
            end(host, Person.named(host, user), UserSessionsApi.ALL, "everything");
        } else {
            throw usage();
        }
    }

    private void end(HostClient host, User whose, String which, String what) {
        JsonNode answer = host.call(UserSessionsApi.ID, "revoke", which, whose.key());
        atek.done(answer, "%s is logged out of %s.".formatted(whose.username(), what));
    }
}
