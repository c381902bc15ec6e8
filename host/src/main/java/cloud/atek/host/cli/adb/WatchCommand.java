package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = {
            "Print what changes, a line for each change, until Ctrl-C; with --json an object",
            "for each commit."
        },
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {

    @Mixin Below below = new Below();

    @Mixin Where where = new Where();

    @Option(
            names = "--from",
            paramLabel = "SEQ",
            description = "Begin behind this commit; 0 for all that is in the log.")
    @Nullable Long from;

    private final Session session;

    WatchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        below.addTo(options);
        where.addTo(options, session);
        if (from != null) {
            options.put("fromSeq", from);
        }
        var lines = new WatchLines(session, ZoneId.systemDefault());
        new Watching(session, session.find(below.which), options, lines).run();
        return ExitCode.DONE;
    }
}
