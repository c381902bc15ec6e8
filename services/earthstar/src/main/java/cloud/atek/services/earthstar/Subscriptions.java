package cloud.atek.services.earthstar;

import cloud.atek.api.Live;
import cloud.atek.api.earthstar.DocumentEvent;
import cloud.atek.api.earthstar.SubscribeOptions;
import cloud.atek.earthstar.replica.Arrival;
import cloud.atek.earthstar.replica.Follower;
import cloud.atek.kit.LiveEvent;
import cloud.atek.kit.LiveSink;
import cloud.atek.kit.RpcException;
import cloud.atek.kit.Served;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.rpc.RpcError;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Who hears of documents as they come. Thread-safe.
final class Subscriptions {

    /// How often it is asked whether a subscriber may still hear.
    private static final Duration ASK_EVERY = Duration.ofSeconds(2);

    private final Semaphore places = new Semaphore(Limits.SUBSCRIBERS_MAX);

    /// @param may whether the subscriber still has the workspace
    Live<DocumentEvent> open(
            Replicas replicas, Entry entry, SubscribeOptions options, BooleanSupplier may) {
        if (!places.tryAcquire()) {
            throw new RpcException(
                    RpcError.Code.UNREACHABLE,
                    "Earthstar has %d subscribers, and no room for more"
                            .formatted(Limits.SUBSCRIBERS_MAX));
        }
        return new Served<>(to -> {
            try (Replicas.Hold hold = replicas.hold(entry);
                    Follower follower = hold.replica().follow()) {
                to.whenGone(follower::close);
                to.send(event(new DocumentEvent(DocumentEvent.LIVE, null, null, null, null)));
                follow(
                        follower,
                        options.pathStartsWith() == null ? "" : options.pathStartsWith(),
                        to,
                        may);
            } finally {
                places.release();
            }
        });
    }

    private static void follow(Follower follower, String prefix, LiveSink to, BooleanSupplier may)
            throws IOException {
        while (may.getAsBoolean()) {
            switch (follower.next(ASK_EVERY).orElse(null)) {
                case null -> {}
                case Arrival.Came came when came.document().path().startsWith(prefix) ->
                        to.send(event(Documents.event(came)));
                case Arrival.Came _ -> {}
                case Arrival.Missed(int missed) ->
                        to.send(
                                event(
                                        new DocumentEvent(
                                                DocumentEvent.MISSED, null, null, null, missed)));
                case Arrival.Closed _ -> {
                    return;
                }
            }
        }
        throw RpcException.denied("The workspace was left");
    }

    private static LiveEvent event(DocumentEvent event) throws IOException {
        ObjectNode json = MessageCodec.JSON.createObjectNode();
        if (event.document() != null) {
            json.set("document", event.document());
            json.put("latest", event.latest());
            json.put("local", event.local());
        }
        if (event.missed() != null) {
            json.put("missed", event.missed());
        }
        return new LiveEvent(null, event.event(), MessageCodec.JSON.writeValueAsString(json));
    }
}
