package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "invite",
        description = "Print the command that lets another home join.",
        sortOptions = false)
final class InviteCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Option(names = "--write", description = "With its secret: of es.5, who has it writes.")
    boolean write;

    @Option(names = "--sealed", description = "With its shared key: who has it reads the sealed.")
    boolean sealed;

    private final Pub pub;

    InviteCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        String format = pub.call("workspaceGet", address).path("format").asText();
        ObjectNode said = MessageCodec.JSON.createObjectNode();
        said.put("workspace", address).put("format", format);
        var command = new StringBuilder("atek earthstar join " + address);
        if (!format.equals("es.4")) {
            command.append(" --format ").append(format);
        }
        if (write || sealed) {
            JsonNode secrets = pub.call("workspaceExport", address);
            if (write) {
                String secret = required(secrets, "secret", "no secret to hand on");
                command.append(" --secret ").append(secret);
                said.put("secret", secret);
            }
            if (sealed) {
                String key = required(secrets, "sharedKey", "no shared key");
                command.append(" --key ").append(key);
                said.put("sharedKey", key);
            }
        }
        pub.show(said, command::toString);
        return ExitCode.DONE;
    }

    private static String required(JsonNode secrets, String field, String what) {
        if (!secrets.hasNonNull(field)) {
            throw new CommandFailedException("The workspace has %s here.".formatted(what));
        }
        return secrets.get(field).asText();
    }
}
