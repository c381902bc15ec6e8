package cloud.atek.host.gateway;

import cloud.atek.host.registry.Endpoint;
import java.io.IOException;

/// One request to one service, one answer back.
@FunctionalInterface
public interface ServiceLink {

    /// Sends one request in the name of `caller` and waits for its answer.
    ///
    /// @param request UTF-8 JSON, forwarded as it is
    /// @return the body of the answer
    /// @throws IOException when the service cannot be reached, or does not answer in time
    byte[] send(Caller.Known caller, Endpoint endpoint, byte[] request) throws IOException;

    /// As [#send], for a caller that takes a stream of events as well. The deadline of the call is
    /// that of its beginning.
    default Sent open(Caller.Known caller, Endpoint endpoint, byte[] request, Terms terms)
            throws IOException {
        return new Sent.Whole(send(caller, endpoint, request));
    }
}
