package cloud.atek.api.services;

import cloud.atek.api.ServiceKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service as its owner sees it.
///
/// @param status whether its process runs, or its folder is served
/// @param state the finer truth, one of [State]
/// @param reason one sentence on how it came to this state, absent when nothing is to be said
/// @param core whether the host brings it along
/// @param url where a browser finds it
/// @param sandbox the layers that confine it now, such as `namespaces`, `seccomp`; empty means that
///   nothing does; absent for a service without a process
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceInfo(
        Status status,
        ServiceKey key,
        ServiceRecord settings,
        State state,
        @Nullable String reason,
        boolean core,
        @Nullable String url,
        @Nullable List<String> sandbox) {

    /// What the first Atek's clients know.
    public enum Status {
        @JsonProperty("active")
        ACTIVE,
        @JsonProperty("inactive")
        INACTIVE
    }

    /// Where in its life a service is.
    public enum State {
        @JsonProperty("stopped")
        STOPPED,
        @JsonProperty("starting")
        STARTING,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("crashed")
        CRASHED;

        /// The word on the wire.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
