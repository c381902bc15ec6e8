package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The conditions that records must meet.
final class Where {

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Must hold; may be given several times, then all must.")
    List<String> conditions = new ArrayList<>();

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    /// Sets the member `where`, if there is any condition.
    ///
    /// @throws cloud.atek.cli.CommandFailedException when one cannot be read; where is shown
    void addTo(ObjectNode asked, Session session) {
        if (!isEmpty()) {
            asked.set("where", filter(session));
        }
    }

    private JsonNode filter(Session session) {
        ArrayNode all = MessageCodec.JSON.createArrayNode();
        for (String one : conditions) {
            try {
                all.add(Condition.parse(one));
            } catch (BadConditionException e) {
                if (!session.wantsJson()) {
                    session.terminal().note("  " + e.text());
                    session.terminal().note("  " + " ".repeat(e.at()) + "^");
                }
                throw Words.usage(
                        "--where, column %d: %s.".formatted(e.at() + 1, e.getMessage()), e);
            }
        }
        return all.size() == 1 ? all.get(0) : MessageCodec.JSON.createObjectNode().set("and", all);
    }
}
