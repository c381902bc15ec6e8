package cloud.atek.host.gateway;

import org.jspecify.annotations.Nullable;

/// How a caller wants to be answered.
///
/// @param events whether he takes a stream of server-sent events too
/// @param lastEvent the id of the last event that he has of an earlier stream, null for none
public record Terms(boolean events, @Nullable String lastEvent) {

    /// One answer, whole.
    public static final Terms WHOLE = new Terms(false, null);

    private static final int EVENT_ID_LENGTH_MAX = 200;

    public Terms {
        lastEvent =
                lastEvent == null || lastEvent.isEmpty() || lastEvent.length() > EVENT_ID_LENGTH_MAX
                        ? null
                        : lastEvent;
    }
}
