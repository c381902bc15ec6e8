package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
final class ExportLines {

    static final String MARK = "adb-export";
    static final int VERSION = 1;

    private ExportLines() {}

    static ObjectNode head(Db db, JsonNode page, boolean history) {
        ObjectNode head = MessageCodec.JSON.createObjectNode();
        head.put("atek", MARK).put("version", VERSION).put("dbId", db.id());
        for (String name : new String[] {"seq", "time"}) {
            copy(page, name, head);
        }
        for (String name : new String[] {"alias", "access"}) {
            copy(db.info(), name, head);
        }
        return history ? head.put("history", true) : head;
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
