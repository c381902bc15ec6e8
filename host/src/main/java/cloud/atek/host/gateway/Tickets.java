package cloud.atek.host.gateway;

import cloud.atek.api.ServiceKey;
import cloud.atek.crypto.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// With each call a service gets a ticket. While it answers that call it may show the ticket with
/// calls of its own, which are then made on behalf of its caller: they may do no more than both
/// may. Nobody else can use it, and nobody after the call has ended. Thread-safe.
public final class Tickets {

    /// Callers behind one another; more are a circle.
    static final int BEHALF_DEPTH_MAX = 8;

    private final Map<String, Ticket> open = new ConcurrentHashMap<>();

    private record Ticket(ServiceKey holder, Caller.Known caller) {}

    /// A ticket for as long as one call takes.
    record Issued(String ticket, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    Issued issue(ServiceKey holder, Caller.Known caller) {
        String ticket = Tokens.fresh();
        open.put(ticket, new Ticket(holder, caller));
        return new Issued(ticket, () -> open.remove(ticket));
    }

    /// Who calls when `caller` shows a ticket.
    ///
    /// @return empty when it is not his, or its call has ended
    public Optional<Caller.Known> redeem(Caller.Known caller, String ticket) {
        Ticket found = open.get(ticket);
        return found != null
                        && caller.via() instanceof Caller.Via.Program(var service, _)
                        && service.equals(found.holder())
                        && found.caller().chain().size() < BEHALF_DEPTH_MAX
                ? Optional.of(caller.onBehalfOf(found.caller()))
                : Optional.empty();
    }
}
