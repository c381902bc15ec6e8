package cloud.atek.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// When a service runs.
public enum Activation {
    /// From the start of the host to its end, unless its owner stops it.
    @JsonProperty("always")
    ALWAYS,

    /// From the first request on, until nobody has asked for anything for a while.
    @JsonProperty("on-demand")
    ON_DEMAND;

    /// The word on the wire.
    public String word() {
        return this == ALWAYS ? "always" : "on-demand";
    }
}
