package cloud.atek.host.cli;

import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.Belongings;
import cloud.atek.api.users.UsersApi.DeleteOptions;
import cloud.atek.api.users.UsersApi.OwnedDatabase;
import cloud.atek.api.users.UsersApi.OwnedService;
import cloud.atek.api.users.UsersApi.User;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.host.cli.adb.Answer;
import cloud.atek.host.cli.adb.ExportFile;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "deluser",
        description = "Delete a user with what belongs to him, which is shown first.",
        sortOptions = false)
final class DeluserCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Username.")
    String name = "";

    @Option(
            names = "--export",
            paramLabel = "FILE",
            description = "First write all of it to FILE, a ZIP.")
    @Nullable Path export;

    @Option(names = "--give", paramLabel = "USER", description = "USER gets it; nothing is lost.")
    @Nullable String give;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    private final AtekCommand atek;

    DeluserCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        HostClient host = atek.host();
        User user = Person.named(host, name);
        Belongings has =
                AtekCommand.read(
                        host.call(UsersApi.ID, "belongings", user.key()), Belongings.class);
        if (!atek.json) {
            atek.terminal().block(table(user, has));
        }
        if (export != null) {
            export(host, has, export);
        }
        if (!yes) {
            confirm(user);
        }
        var options =
                new DeleteOptions(give == null ? DeleteOptions.REMOVE : DeleteOptions.KEEP, give);
        host.call(UsersApi.ID, "delete", user.key(), options);
        ObjectNode done = MessageCodec.JSON.createObjectNode();
        done.put("key", user.key()).put("username", user.username());
        done.set("belongings", MessageCodec.JSON.valueToTree(has));
        atek.done(done, "%s (key=%s) deleted".formatted(user.username(), user.key()));
        return ExitCode.DONE;
    }

    private static String table(User user, Belongings has) {
        if (has.services().isEmpty() && has.databases().isEmpty()) {
            return "Nothing belongs to " + user.username() + " but the account.";
        }
        var table = new Table("WHAT", "NAME", "RECORDS", "BYTES");
        for (OwnedService one : has.services()) {
            table.row("service", one.id(), "", "%,d".formatted(one.bytes()));
        }
        for (OwnedDatabase one : has.databases()) {
            String alias = Objects.requireNonNullElse(one.alias(), one.dbId());
            table.row(
                    "database",
                    one.service() + "/" + alias,
                    "%,d".formatted(one.records()),
                    "%,d".formatted(one.bytes()));
        }
        return table.toString();
    }

    private void export(HostClient host, Belongings has, Path file) {
        ExportFile.write(
                file,
                false,
                out -> {
                    try (Answer answer = host.get(has.export())) {
                        answer.body().transferTo(out);
                    }
                });
        atek.terminal().note("All of it is in " + file + ".");
    }

    private void confirm(User user) {
        String what = give == null ? "with all of this" : "and give all of this to " + give;
        String answer =
                atek.terminal().ask("Delete %s %s (--yes)? [y/N]".formatted(user.username(), what));
        if (!answer.toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandFailedException("Nobody was deleted.");
        }
    }
}
