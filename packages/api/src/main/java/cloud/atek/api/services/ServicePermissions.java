package cloud.atek.api.services;

import cloud.atek.api.ApiId;
import cloud.atek.api.permissions.What;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service may call, its pages included. A service without it may call what its owner may.
///
/// @param apis all that it may call, those of the host as well; at most 200
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServicePermissions(List<Grant> apis) {

    public ServicePermissions {
        apis = List.copyOf(apis);
    }

    /// The same as [What] is granted.
    public List<What> whats() {
        return apis.stream()
                .<What>map(one -> new What.ApiGrant(one.api(), one.methods(), null, null, null))
                .toList();
    }

    /// One API.
    ///
    /// @param methods absent: all of them. Of a `proxy` API the HTTP methods, `*` for a WebSocket;
    ///   `subscribe` for the events of an API
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Grant(ApiId api, @Nullable List<String> methods) {}
}
