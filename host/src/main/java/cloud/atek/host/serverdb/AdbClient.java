package cloud.atek.host.serverdb;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.gateway.Reply;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The few methods of ADB that the host needs, called as the host. Thread-safe.
final class AdbClient {

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
        JsonNode found = call("recordList", dbId, path, AdbApi.ListOptions.ALL);
        return MessageCodec.JSON.convertValue(found, AdbApi.RecordList.class).records();
    }

    void put(String dbId, KeyPath path, ObjectNode value) {
        call("recordPut", dbId, path, value);
    }

    void delete(String dbId, KeyPath path) {
        call("recordDelete", dbId, path);
    }

    JsonNode call(String method, Object... params) {
        ArrayNode array = MessageCodec.JSON.createArrayNode();
        for (Object param : params) {
            array.add(MessageCodec.JSON.<JsonNode>valueToTree(param));
        }
        byte[] request = codec.write(new Message.Request(ANY_ID, method, array));
        return switch (gateway.call(Caller.Known.HOST, AdbApi.ID.value(), request)) {
            case Reply.Unauthorized _ -> throw new IllegalStateException("the host is known");
            case Reply.Nothing _, Reply.Stream _ ->
                    throw new IllegalStateException("an answer was asked for");
            case Reply.Answer(byte[] json, _) -> result(method, json);
        };
    }

    private JsonNode result(String method, byte[] json) {
        return switch (codec.read(json)) {
            case Message.Success(_, var result) -> result;
            case Message.Failure(_, var error) ->
                    throw new ServerDbException(method + ": " + error.message());
            case Message.Request _ -> throw new ServerDbException(method + ": no answer");
        };
    }
}
