package cloud.atek.host.serverdb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Reply;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/// The few methods of ADB that the host needs, called as the host. Thread-safe.
///
/// ADB may crash or be replaced at any time and is back within seconds: reading and writing wait
/// for it, which is why each does the same when it is done twice.
final class AdbClient {

    /// How long a call waits for an ADB that is away.
    private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

    /// What ADB says from its start until the host has told it which database is the host's.
    private static final String NOT_OPEN_YET = "Server db not available";

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private static final IntNode ANY_ID = IntNode.valueOf(1);

    private final MessageCodec codec = new MessageCodec();
    private final Gateway gateway;

    AdbClient(Gateway gateway) {
        this.gateway = gateway;
    }

    void init(String serverDbId, boolean sql) {
        call("init", new AdbApi.Config(serverDbId, sql ? true : null));
    }

    String serverDbId() {
        return call("getConfig").path("serverDbId").asText();
    }

    List<AdbApi.DbRecord> list(String dbId, KeyPath path) {
        JsonNode found = waiting("recordList", dbId, path, AdbApi.ListOptions.ALL);
        return MessageCodec.JSON.convertValue(found, AdbApi.RecordList.class).records();
    }

    void put(String dbId, KeyPath path, ObjectNode value) {
        waiting("recordPut", dbId, path, value);
    }

    void delete(String dbId, KeyPath path) {
        waiting("recordDelete", dbId, path);
    }

    JsonNode call(String method, Object... params) {
        return result(method, ask(method, params));
    }

    /// The same when ADB is away for a while. What opens a database must not wait: it is part of
    /// coming back.
    private JsonNode waiting(String method, Object... params) {
        long end = System.nanoTime() + BACK_WITHIN.toNanos();
        Message answer = ask(method, params);
        while (away(answer) && System.nanoTime() < end) {
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            answer = ask(method, params);
        }
        return result(method, answer);
    }

    private static boolean away(Message answer) {
        return answer instanceof Message.Failure(_, var error)
                && (error.code() == RpcError.Code.UNREACHABLE
                        || error.message().equals(NOT_OPEN_YET));
    }

    private Message ask(String method, Object... params) {
        ArrayNode array = MessageCodec.JSON.createArrayNode();
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        byte[] request = codec.write(new Message.Request(ANY_ID, method, array));
        return switch (gateway.call(Caller.Known.HOST, AdbApi.ID.value(), request)) {
            case Reply.Unauthorized _ -> throw new IllegalStateException("the host is known");
            case Reply.Nothing _, Reply.Stream _ ->
                    throw new IllegalStateException("an answer was asked for");
            case Reply.Answer(byte[] json, _) -> codec.read(json);
        };
    }

    private static JsonNode result(String method, Message answer) {
        return switch (answer) {
            case Message.Success(_, var result) -> result;
            case Message.Failure(_, var error) ->
                    throw new ServerDbException(method + ": " + error.message());
            case Message.Request _ -> throw new ServerDbException(method + ": no answer");
        };
    }
}
