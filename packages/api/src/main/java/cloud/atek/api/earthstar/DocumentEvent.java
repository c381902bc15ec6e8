package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a subscriber hears.
///
/// @param event [#LIVE] once, [#DOCUMENT], or [#MISSED]
/// @param document as it is exchanged
/// @param latest whether it is the newest of its path
/// @param local whether it was written here
/// @param missed how many he missed because he read too slowly: ask again
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DocumentEvent(
        String event,
        @Nullable JsonNode document,
        @Nullable Boolean latest,
        @Nullable Boolean local,
        @Nullable Integer missed) {

    /// From here on nothing is missed: what is asked for now is complete.
    public static final String LIVE = "live";

    public static final String DOCUMENT = "document";
    public static final String MISSED = "missed";
}
