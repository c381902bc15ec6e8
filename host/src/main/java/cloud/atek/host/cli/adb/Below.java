package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The words that name a database and a path in it.
final class Below {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "Records below it; all when it is left out.")
    String path = "";

    /// Sets the member `path`.
    ///
    /// @throws cloud.atek.cli.CommandFailedException when it is none
    void addTo(ObjectNode asked) {
        asked.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
    }
}
