package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.rpc.MessageCodec;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "open", description = "Open Atek, or one service, in the browser.")
final class OpenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "A service (default: Atek).")
    @Nullable String id;

    private final AtekCommand atek;

    OpenCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        URI address = URI.create(id == null ? root() : service(id));
        if (atek.json) {
            atek.terminal()
                    .block(
                            Json.pretty(
                                    MessageCodec.JSON
                                            .createObjectNode()
                                            .put("url", address.toString())));
        } else {
            atek.terminal().line(address.toString());
            Browser.open(address);
        }
        return ExitCode.DONE;
    }

    private String root() {
        HostClient host = atek.host();
        return "http://%s:%d/".formatted(host.domain(), host.port());
    }

    private String service(String id) {
        String url = atek.host().call(ServicesApi.ID, "get", id).path("url").asText("");
        if (url.isEmpty()) {
            throw new CommandFailedException(id + " has no page.");
        }
        return url;
    }
}
