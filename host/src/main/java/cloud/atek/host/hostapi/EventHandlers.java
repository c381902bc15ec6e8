package cloud.atek.host.hostapi;

import cloud.atek.api.events.EventsApi;
import cloud.atek.api.events.EventsApi.Emission;
import cloud.atek.api.events.EventsApi.Subscription;
import cloud.atek.host.events.Topics;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.rpc.RpcError;

/// `atek.cloud/events-api`. Who may tell and hear what, [Topics] decides.
public final class EventHandlers {

    private final Topics topics;

    public EventHandlers(Topics topics) {
        this.topics = topics;
    }

    public ApiTable table() {
        return ApiTable.of(EventsApi.ID)
                .method("emit", Policy.KNOWN, Audited.NO, this::emit)
                .method("subscribe", Policy.KNOWN, Audited.NO, this::subscribe)
                .build();
    }

    private Outcome emit(Call call) {
        return outcome(topics.emit(call.known(), call.params().required(0, Emission.class)));
    }

    private Outcome subscribe(Call call) {
        Subscription wanted = call.params().required(0, Subscription.class);
        if (!call.terms().events()) {
            return new Outcome.Failed(
                    new RpcError(
                            RpcError.Code.INVALID_REQUEST,
                            "subscribe answers with a stream: want Accept: text/event-stream"));
        }
        return outcome(topics.subscribe(call.known(), wanted));
    }

    private static Outcome outcome(Topics.Outcome outcome) {
        return switch (outcome) {
            case Topics.Outcome.Emitted _ -> Outcome.DONE;
            case Topics.Outcome.Subscribed(var events) -> new Outcome.Stream(events);
            case Topics.Outcome.Refused(RpcError error) -> new Outcome.Failed(error);
        };
    }
}
