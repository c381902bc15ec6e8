package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "ls",
        description = "List the workspaces, and the authors who can write here.",
        sortOptions = false)
final class LsCommand implements Callable<Integer> {

    private static final int ADDRESS_SHOWN = 34;

    private final Pub pub;

    LsCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        ObjectNode all = MessageCodec.JSON.createObjectNode();
        all.set("workspaces", pub.call("workspaceList").path("workspaces"));
        all.set("keypairs", pub.call("keypairList").path("keypairs"));
        pub.show(all, () -> lines(all));
        return ExitCode.DONE;
    }

    private static String lines(JsonNode all) {
        var text = new StringBuilder();
        if (all.path("workspaces").isEmpty()) {
            text.append("No workspaces yet: make one with `atek earthstar create NAME`.\n");
        } else {
            var table = new Table("WORKSPACE", "DOCUMENTS", "KIB", "PUBLISHED", "PEERS");
            all.path("workspaces").forEach(each -> row(table, each));
            text.append(table).append('\n');
        }
        text.append('\n');
        if (all.path("keypairs").isEmpty()) {
            return text.append("No authors yet: make one with `atek earthstar keygen NAME`.")
                    .toString();
        }
        text.append("Authors: ");
        all.path("keypairs")
                .forEach(each -> text.append("\n  ").append(each.path("author").asText()));
        return text.toString();
    }

    private static void row(Table table, JsonNode workspace) {
        String address = workspace.path("workspace").asText();
        JsonNode options = workspace.path("options");
        String published =
                options.path("published").asBoolean()
                        ? options.path("readOnly").asBoolean() ? "to read" : "yes"
                        : "no";
        table.row(
                address.length() <= ADDRESS_SHOWN
                        ? address
                        : address.substring(0, ADDRESS_SHOWN - 1) + "…",
                "%,d".formatted(workspace.path("documents").asInt()),
                "%,d".formatted((workspace.path("bytes").asLong() + 1023) / 1024),
                published,
                Integer.toString(workspace.path("peers").size()));
    }
}
