package cloud.atek.host.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/// The lines of an export that are no records.
///
/// ```
/// {"atek":"adb-export","version":1,"dbId":"…","seq":7,"time":"…","alias":"main","access":"private"}
/// {"path":["notes","1"],"seq":5,"value":{…}}                       one for each record
/// {"path":["notes","1"],"seq":5,"time":"…","deleted":true}         of a history; newest first
/// {"index":{"name":"…","kind":"value","path":[…],"pointers":[…]}}
/// {"view":{"name":"…","path":[…],"key":[…],"value":[…]}}
/// {"retention":{"days":30}}
/// {"blob":{"path":["photos","1"],"type":"image/png","size":9,"hash":"…"}}   in a folder only
/// {"end":true,"records":1,"blobs":1}
/// ```
public final class ExportLines {

    public static final String MARK = "adb-export";
    public static final int VERSION = 1;

    private ExportLines() {}

    /// @param info as `dbDescribe` gives it
    static ObjectNode head(JsonNode info, JsonNode page, boolean history) {
        ObjectNode head = MessageCodec.JSON.createObjectNode();
        head.put("atek", MARK).put("version", VERSION).set("dbId", info.path("dbId"));
        for (String name : new String[] {"seq", "time"}) {
            copy(page, name, head);
        }
        for (String name : new String[] {"alias", "access"}) {
            copy(info, name, head);
        }
        return history ? head.put("history", true) : head;
    }

    /// The path of a blob. As text it does not say which slash is one of a name; the URL does.
    ///
    /// @param told as `blobList` and `blobStat` tell it
    public static KeyPath blobPath(JsonNode told) {
        String url = told.path("url").asText();
        String names = URLDecoder.decode(url.replaceFirst(".*[?&]path=", ""), UTF_8);
        try {
            return names.startsWith("[")
                    ? MessageCodec.JSON.readValue(names, KeyPath.class)
                    : KeyPath.parse(names);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no path of a blob: " + names, e);
        }
    }

    /// @param info one of `indexList`
    static ObjectNode index(JsonNode info) {
        ObjectNode line = MessageCodec.JSON.createObjectNode();
        return line.set("index", info.path("index"));
    }

    /// @param info one of `viewList`
    static ObjectNode view(JsonNode info) {
        ObjectNode line = MessageCodec.JSON.createObjectNode();
        return line.set("view", info.path("view"));
    }

    /// @param config as `dbGetConfig` gives it
    static ObjectNode retention(JsonNode config) {
        ObjectNode line = MessageCodec.JSON.createObjectNode();
        return line.set("retention", config.path("retention"));
    }

    /// @param blobs null where they are left out
    static ObjectNode end(long records, @Nullable Long blobs) {
        ObjectNode end = MessageCodec.JSON.createObjectNode();
        end.put("end", true).put("records", records);
        return blobs == null ? end : end.put("blobs", blobs);
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.hasNonNull(name)) {
            to.set(name, from.path(name));
        }
    }
}
