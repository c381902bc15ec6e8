package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Asks the service that answers in one place of a chain, see [Server]. Thread-safe.
public final class Requests {

    private final Chain chain;
    private final Place service;
    private final Leases leases;

    public Requests(Chain chain, Place service) {
        this.chain = chain;
        this.service = service;
        this.leases = new Leases(chain, "caller");
    }

    /// Asks, and waits for the reply.
    ///
    /// @throws IOException as [Call#await] does
    public Reply call(String type, Bytes body, Duration timeout) throws IOException {
        return send(type, body, timeout).await();
    }

    /// Asks; the request is on disk on return.
    ///
    /// @param timeout by the chain's clock, above zero
    public Call send(String type, Bytes body, Duration timeout) throws IOException {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a timeout of " + timeout + ": want more than zero");
        }
        Instant deadline = chain.now().plus(timeout);
        Event.Put put = RequestRows.request(chain.newKey(), service, type, body, deadline);
        Outcome sent = chain.commit(Change.of(put));
        return new Call(chain, leases, put.key(), sent, deadline);
    }
}
