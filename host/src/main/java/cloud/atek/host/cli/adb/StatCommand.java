package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stat", description = "Show how large a database is.", sortOptions = false)
final class StatCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    private final Session session;

    StatCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Db db = session.find(which);
        JsonNode stat = db.call("stat");
        session.show(stat, () -> text(db, stat));
        return ExitCode.DONE;
    }

    private static String text(Db db, JsonNode stat) {
        return new Table("database", db.name())
                .row("id", db.id())
                .row("records", number(stat, "records"))
                .row("versions", number(stat, "versions"))
                .row("last commit", number(stat, "seq"))
                .row("not yet read", number(stat, "viewLag"))
                .row("blobs", number(stat, "blobs") + ", " + number(stat, "blobBytes") + " bytes")
                .row("log", number(stat, "bytes") + " bytes")
                .row("view", number(stat, "viewBytes") + " bytes")
                .toString();
    }

    private static String number(JsonNode stat, String name) {
        return "%,d".formatted(stat.path(name).asLong());
    }
}
