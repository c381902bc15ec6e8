package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "compact",
        description = "Remove from the log what the retention does not keep and what was purged.",
        sortOptions = false)
final class CompactCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    private final Session session;

    CompactCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Db db = session.find(which).requireWritable();
        JsonNode sizes = db.call("compact");
        session.show(sizes, () -> sentence(db, sizes));
        return ExitCode.DONE;
    }

    /// @param sizes `{bytesBefore, bytesAfter}`
    static String sentence(Db db, JsonNode sizes) {
        return "The log of %s had %,d bytes and has %,d."
                .formatted(
                        db.name(),
                        sizes.path("bytesBefore").asLong(),
                        sizes.path("bytesAfter").asLong());
    }
}
