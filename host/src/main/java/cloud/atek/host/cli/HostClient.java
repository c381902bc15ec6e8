package cloud.atek.host.cli;

import cloud.atek.api.ApiId;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.doctor.Listener;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.OptionalInt;

/// The command line's side of the gateway: one call, with the system token of the data folder.
record HostClient(HostFolder folder, int port, String domain) {

    /// The contract's one answer to whoever names what is not his or not there. The host itself may
    /// touch everything, so to its own command line it means the latter.
    private static final String NOT_AUTHORIZED = "Not authorized";

    private static final JsonNode ID = IntNode.valueOf(1);
    private static final MessageCodec CODEC = new MessageCodec();

    /// Long enough for a build in an install on a small machine.
    static final Duration PATIENCE = Duration.ofMinutes(15);

    /// Calls and waits.
    ///
    /// @param params what Jackson can write
    /// @throws CommandFailedException with the sentence for the user, whatever went wrong
    JsonNode call(ApiId api, String method, Object... params) {
        ArrayNode array = MessageCodec.JSON.createArrayNode();
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        HttpPost.Response response = post(api, CODEC.write(new Message.Request(ID, method, array)));
        return switch (message(response)) {
            case Message.Success(_, JsonNode result) -> result;
            case Message.Failure(_, RpcError error) -> throw refusal(error);
            case Message.Request _ -> throw stranger();
        };
    }

    private HttpPost.Response post(ApiId api, byte[] json) {
        String token = folder.token();
        requireOurs();
        String target =
                "/_atek/gateway?api=" + URLEncoder.encode(api.value(), StandardCharsets.UTF_8);
        try {
            return new HttpPost(port, domain + ":" + port, target, token, PATIENCE).send(json);
        } catch (ConnectException e) {
            throw notRunning(e);
        } catch (SocketTimeoutException e) {
            throw new CommandFailedException(
                    ExitCode.NOT_RUNNING,
                    "Atek did not answer within %d minutes: look at %s."
                            .formatted(PATIENCE.toMinutes(), log()),
                    e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.NOT_RUNNING,
                    "The connection to Atek on port %d broke (%s): look at %s."
                            .formatted(port, e.getMessage(), log()),
                    e);
        }
    }

    /// After a crash of the host another user of this machine could listen on its port, and would
    /// be told the token.
    private void requireOurs() {
        OptionalInt listener = Listener.ownerOf(port);
        if (listener.isEmpty() || listener.getAsInt() == 0) {
            return;
        }
        try {
            int owner = (Integer) Files.getAttribute(folder.dir(), "unix:uid");
            if (listener.getAsInt() != owner) {
                throw new CommandFailedException(
                        ExitCode.NOT_RUNNING,
                        "Port %d is held by another user's program, not by the Atek of %s: start it with `atek up --port`."
                                .formatted(port, folder.dir()));
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw notRunning(e);
        }
    }

    private Message message(HttpPost.Response response) {
        return switch (response.status()) {
            case 401, 403 ->
                    throw new CommandFailedException(
                            ExitCode.REFUSED,
                            "The Atek on port %d does not know the token of %s: name its folder with --configDir."
                                    .formatted(port, folder.dir()));
            case 421 ->
                    throw new CommandFailedException(
                            "The Atek on port %d does not serve the name \"%s\": give its name with --domain."
                                    .formatted(port, domain));
            default -> {
                try {
                    yield CODEC.read(response.body().getBytes(StandardCharsets.UTF_8));
                } catch (MalformedMessageException e) {
                    throw stranger();
                }
            }
        };
    }

    private static CommandFailedException refusal(RpcError error) {
        if (error.message().equals(NOT_AUTHORIZED)) {
            return new CommandFailedException(
                    "There is no such service or user here: `atek ls` lists the services.");
        }
        int exit = error.code() == RpcError.Code.DENIED ? ExitCode.REFUSED : ExitCode.FAILED;
        return new CommandFailedException(exit, error.message());
    }

    private CommandFailedException notRunning(Exception cause) {
        return new CommandFailedException(
                ExitCode.NOT_RUNNING,
                "Atek is not running on port %d: start it with `atek up`.".formatted(port),
                cause);
    }

    private CommandFailedException stranger() {
        return new CommandFailedException(
                ExitCode.NOT_RUNNING,
                "Port %d answers, but not as Atek does: name the right one with --port."
                        .formatted(port));
    }

    private String log() {
        return folder.dir().resolve("logs/host.log").toString();
    }
}
