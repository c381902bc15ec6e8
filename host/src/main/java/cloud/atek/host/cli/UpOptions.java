package cloud.atek.host.cli;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the command line says about the host that is to run; it wins over `config.json`.
///
/// @param configDir the data folder, absolute; it exists
/// @param port 0 to 65 535, where 0 asks the system for a free one; null when not given
/// @param domain null when not given
public record UpOptions(Path configDir, @Nullable Integer port, @Nullable String domain) {

    /// What it says of keys of `config.json`.
    public ObjectNode over() {
        ObjectNode over = MessageCodec.JSON.createObjectNode();
        if (port != null) {
            over.put("port", port);
        }
        if (domain != null) {
            over.put("domain", domain);
        }
        return over;
    }
}
