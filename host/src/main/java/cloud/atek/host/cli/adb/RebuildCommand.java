package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rebuild",
        description = {
            "Make all that is read of a database anew from its log, and wait for it. Reads are",
            "answered meanwhile; a Ctrl-C here stops the waiting only."
        },
        sortOptions = false)
final class RebuildCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);

    @Mixin Which which = new Which();

    private final Session session;

    RebuildCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Db db = session.find(which).requireWritable();
        JsonNode begun = db.call("rebuild");
        JsonNode stat = finished(db, begun.path("total").asLong());
        session.show(
                stat,
                () ->
                        "%s is made anew: %,d records of %,d commits."
                                .formatted(
                                        db.name(),
                                        stat.path("records").asLong(),
                                        stat.path("seq").asLong()));
        return ExitCode.DONE;
    }

    private JsonNode finished(Db db, long total) {
        try (var tally = new Tally(session.terminal(), "building", total)) {
            JsonNode stat = db.call("stat");
            while (stat.hasNonNull("building")) {
                tally.at(stat.path("building").path("done").asLong());
                Thread.sleep(LOOK);
                stat = db.call("stat");
            }
            return stat;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted; it is built on in the background.");
        }
    }
}
