package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// What a service did at one place in the network, since the host began.
///
/// @param host a name or an address, as the service asked for it
/// @param port 1 to 65535
/// @param calls connections that it made there
/// @param bytesSent through them; of plain HTTP the bodies
/// @param bytesReceived through them; of plain HTTP the bodies
/// @param open connections that it has there now
/// @param refused how often it asked for this place and was not allowed to go there
@JsonIgnoreProperties(ignoreUnknown = true)
public record NetworkUse(
        String host,
        int port,
        long calls,
        long bytesSent,
        long bytesReceived,
        long open,
        long refused) {}
