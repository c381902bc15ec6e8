package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The lines of an export that are no records.
///
/// ```
/// {"atek":"adb-export","version":1,"dbId":"…","seq":7,"time":"…","alias":"main","access":"private"}
/// {"path":["notes","1"],"seq":5,"value":{…}}                       one for each record
/// {"path":["notes","1"],"seq":5,"time":"…","deleted":true}         of a history; newest first
/// {"index":{"name":"…","kind":"value","path":[…],"pointers":[…]}}
/// {"end":true,"records":1}
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

    static ObjectNode end(long records) {
        return MessageCodec.JSON.createObjectNode().put("end", true).put("records", records);
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.hasNonNull(name)) {
            to.set(name, from.path(name));
        }
    }
}
