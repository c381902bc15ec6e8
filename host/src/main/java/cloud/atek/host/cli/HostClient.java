package cloud.atek.host.cli;

import cloud.atek.api.ApiId;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.host.cli.adb.Answer;
import cloud.atek.host.cli.adb.Session;
import cloud.atek.host.doctor.Listener;
import cloud.atek.rpc.MalformedMessageException;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/// The command line's side of the gateway: one call, with the system token of the data folder.
record HostClient(HostFolder folder, int port, String domain) implements Session.Calls {

    /// The contract's one answer to whoever names what is not his or not there. The host itself may
    /// touch everything, so to its own command line it means the latter.
    private static final String NOT_AUTHORIZED = "Not authorized";

    private static final JsonNode ID = IntNode.valueOf(1);
    private static final MessageCodec CODEC = new MessageCodec();

    /// Long enough for a build in an install on a small machine.
    static final Duration PATIENCE = Duration.ofMinutes(15);

    /// A stream of events has a heartbeat every 15 s.
    private static final Duration SILENCE_MAX = Duration.ofMinutes(1);

    private static final String EVENTS = "text/event-stream";

    /// Calls and waits.
    ///
    /// @param params what Jackson can write
    /// @throws CommandFailedException with the sentence for the user, whatever went wrong
    @Override
    public JsonNode call(ApiId api, String method, Object... params) {
        HttpCall.Response response = post(api, request(method, params));
        return switch (message(response)) {
            case Message.Success(_, JsonNode result) -> result;
            case Message.Failure(_, RpcError error) -> throw refusal(error);
            case Message.Request _ -> throw stranger();
        };
    }

    @Override
    public Answer events(ApiId api, String method, Object... params) throws IOException {
        Answer answer = http(api, "", SILENCE_MAX).post(request(method, params), EVENTS);
        if (answer.status() == 200 && answer.type().equals(EVENTS)) {
            return answer;
        }
        try (answer) {
            if (answer.status() >= 500) {
                throw new IOException("status " + answer.status());
            }
            switch (message(HttpCall.whole(answer))) {
                case Message.Failure(_, RpcError error) -> {
                    if (error.code() == RpcError.Code.UNREACHABLE) {
                        throw new IOException(error.message());
                    }
                    throw refusal(error);
                }
                default -> throw stranger();
            }
        }
    }

    @Override
    public Answer exchange(
            ApiId api,
            String method,
            String query,
            Map<String, String> headers,
            InputStream body,
            long length) {
        try {
            HttpCall call = http(api, "&" + query, PATIENCE);
            Answer answer = call.open(method, headers, body, length);
            if (answer.status() == 401 || answer.status() == 421) {
                try (answer) {
                    message(HttpCall.whole(answer));
                }
                throw stranger();
            }
            return answer;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static byte[] request(String method, Object... params) {
        ArrayNode array = MessageCodec.JSON.createArrayNode();
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        return CODEC.write(new Message.Request(ID, method, array));
    }

    /// Gets what the host shows at a path of its own, as it comes.
    ///
    /// @throws CommandFailedException with the sentence for the user, whatever went wrong
    Answer get(String path) {
        try {
            Answer answer =
                    http(path, PATIENCE).open("GET", Map.of(), InputStream.nullInputStream(), 0);
            if (answer.status() == 200) {
                return answer;
            }
            try (answer) {
                throw new CommandFailedException(
                        "Atek does not give %s: status %d.".formatted(path, answer.status()));
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private HttpCall http(ApiId api, String query, Duration patience) {
        String target =
                "/_atek/gateway?api=" + URLEncoder.encode(api.value(), StandardCharsets.UTF_8);
        return http(target + query, patience);
    }

    private HttpCall http(String target, Duration patience) {
        String token = folder.token();
        requireOurs();
        return new HttpCall(port, domain + ":" + port, target, token, patience);
    }

    private HttpCall.Response post(ApiId api, byte[] json) {
        try {
            return http(api, "", PATIENCE).send(json);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CommandFailedException failed(IOException cause) {
        return switch (cause) {
            case ConnectException e -> notRunning(e);
            case SocketTimeoutException e ->
                    new CommandFailedException(
                            ExitCode.NOT_RUNNING,
                            "Atek did not answer within %d minutes: look at %s."
                                    .formatted(PATIENCE.toMinutes(), log()),
                            e);
            default ->
                    new CommandFailedException(
                            ExitCode.NOT_RUNNING,
                            "The connection to Atek on port %d broke (%s): look at %s."
                                    .formatted(port, cause.getMessage(), log()),
                            cause);
        };
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

    private Message message(HttpCall.Response response) {
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
