package cloud.atek.api.events;

import cloud.atek.api.ApiId;
import cloud.atek.api.Live;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Services tell what happened, by topics that their manifest declares for an API they export;
/// whoever may use the API may hear it. Nothing is stored: who is not there does not hear it, and
/// who must not miss anything asks the service itself when he comes.
public interface EventsApi {

    ApiId ID = new ApiId("atek.cloud/events-api");

    /// Tells all who subscribed, and returns at once. For services alone: their process, not their
    /// pages.
    void emit(Emission emission);

    /// The events of an API as they happen, first one `subscribed`. A subscriber who reads too
    /// slowly loses the oldest, and is told how many in an event `lost`.
    Live<Heard> subscribe(Subscription wanted);

    /// What happened.
    ///
    /// @param api that the service exports
    /// @param topic one of `exports[].events` there
    /// @param data any JSON, at most 64 KiB; absent for nothing
    /// @param user key or name of the only user who shall hear it; absent for all who may use the
    ///   API
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Emission(ApiId api, String topic, @Nullable JsonNode data, @Nullable String user) {}

    /// What somebody wants to hear.
    ///
    /// @param topics absent for all of the API
    /// @param service id or key of the only service that is listened to; absent for all that export
    ///   the API
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Subscription(ApiId api, @Nullable List<String> topics, @Nullable String service) {}

    /// What a subscriber hears.
    ///
    /// @param event [#SUBSCRIBED] once, [#EVENT], or [#LOST]
    /// @param service who tells it
    /// @param user the owner of that service
    /// @param lost how many events he missed here because he read too slowly
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Heard(
            String event,
            @Nullable ApiId api,
            @Nullable String topic,
            @Nullable ServiceKey service,
            @Nullable UserKey user,
            @Nullable JsonNode data,
            @Nullable Long lost) {

        /// From here on nothing is missed but what `lost` tells of.
        public static final String SUBSCRIBED = "subscribed";

        public static final String EVENT = "event";
        public static final String LOST = "lost";
    }
}
