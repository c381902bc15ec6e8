package cloud.atek.earthstar.pub;

import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;

/// The road to a pub: whoever has one can call it.
@FunctionalInterface
public interface PubLink {

    /// @param request whose target begins with `/earthstar-api/`
    /// @throws IOException when the pub could not be reached
    Response call(Request request) throws IOException;
}
