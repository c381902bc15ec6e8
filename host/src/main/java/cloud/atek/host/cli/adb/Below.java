package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Parameters;

/// The path that stands behind the name of a database.
final class Below {

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
