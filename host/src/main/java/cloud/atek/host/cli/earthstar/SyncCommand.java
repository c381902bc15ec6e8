package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sync",
        description = "Sync a workspace with another home or a pub, now or from now on.",
        sortOptions = false)
final class SyncCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "Such as https://core.earthstar.example.net")
    String url = "";

    @Option(names = "--live", description = "Stay connected from now on.")
    boolean live;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "Sync so often from now on, 10 to 604800.")
    @Nullable Integer every;

    @Option(
            names = "--path",
            paramLabel = "PREFIX",
            description = "Only paths that begin so; as often as wanted.")
    @Nullable List<String> paths;

    @Option(
            names = "--pin",
            paramLabel = "FINGERPRINT",
            description = "Trust the authority that `atek trust` shows there.")
    @Nullable String pin;

    @Option(names = "--stop", description = "Forget this peer.")
    boolean stop;

    private final Pub pub;

    SyncCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        var peers = new Peers(pub, address, url);
        if (stop) {
            JsonNode info = pub.call("peerRemove", address, url);
            pub.show(info, () -> "Syncs with %s no more.".formatted(url));
            return ExitCode.DONE;
        }
        if (live || every != null || paths != null) {
            peers.keep(new Peer(url, live ? true : null, every, paths, pin));
        } else if (pin != null) {
            peers.pin(pin);
        }
        JsonNode report = peers.sync();
        pub.show(report, () -> sentence(report));
        return ExitCode.DONE;
    }

    private String sentence(JsonNode report) {
        String done =
                "Sent %,d and received %,d documents%s."
                        .formatted(
                                report.path("sent").asInt(),
                                report.path("received").asInt(),
                                report.path("refused").asInt() == 0
                                        ? ""
                                        : ", %,d were refused"
                                                .formatted(report.path("refused").asInt()));
        if (live) {
            return done + " It stays connected.";
        }
        return every == null ? done : done + " It does so every %,d seconds.".formatted(every);
    }
}
