package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "dbs", description = "List the databases.", sortOptions = false)
final class DbsCommand implements Callable<Integer> {

    private static final int ID_SHOWN = 16;

    @Option(names = "--user", paramLabel = "NAME", description = "Only those of this user.")
    @Nullable String user;

    @Option(names = "--service", paramLabel = "ID", description = "Only those of this service.")
    @Nullable String service;

    private final Session session;

    DbsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Db> all =
                new Household(session)
                        .databases().stream()
                                .filter(db -> user == null || user.equals(db.user()))
                                .filter(db -> service == null || service.equals(db.service()))
                                .toList();
        ArrayNode json = MessageCodec.JSON.createArrayNode();
        for (Db db : all) {
            ObjectNode one = db.info().deepCopy();
            json.add(one.put("user", db.user()).put("service", db.service()));
        }
        session.show(json, () -> table(all));
        return ExitCode.DONE;
    }

    private static String table(List<Db> all) {
        if (all.isEmpty()) {
            return "No databases yet.";
        }
        var table = new Table("USER", "SERVICE", "ALIAS", "ACCESS", "ID");
        for (Db db : all) {
            table.row(
                    db.user(),
                    db.service(),
                    db.isServerDb() ? "(server database)" : db.alias(),
                    db.info().path("access").asText(),
                    db.alias().isEmpty() ? db.id() : db.id().substring(0, ID_SHOWN) + "…");
        }
        return table.toString();
    }
}
