package cloud.atek.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How an exported API is spoken.
public enum Transport {
    /// JSON-RPC by HTTP POST.
    @JsonProperty("rpc")
    RPC,

    /// A WebSocket whose messages belong to the two ends alone, or plain HTTP (all methods but
    /// POST) whose bodies stream both ways.
    @JsonProperty("proxy")
    PROXY
}
