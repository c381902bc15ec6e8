package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Guard;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.log.LogClosedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Answers the requests in one place of a chain, see [Requests]. Any number of servers share the
/// work; each takes what it has a handler for, the oldest request first.
///
/// What a handler causes is committed with the answer, once, and only while the caller waits for
/// it. A request that was given out too often is answered with a failure. A server that dies loses
/// its requests to the others when the terms are over.
///
/// Thread-safe. Its threads end when it or the chain is closed.
public final class Server implements AutoCloseable {

    private final Chain chain;
    private final Map<String, Handler> handlers;
    private final Leases leases;
    private final Claims claims;
    private final AbandonedRequests abandoned;
    private final List<Thread> workers;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /// Starts to answer.
    ///
    /// @param service the place, whose parent is a row of the chain
    /// @param handlers by the type of the requests that they answer
    /// @param workers most requests that are answered side by side, from 1
    public Server(
            Chain chain,
            Place service,
            Map<String, Handler> handlers,
            WorkTerms terms,
            int workers) {
        this.chain = chain;
        this.handlers = Map.copyOf(handlers);
        this.leases = new Leases(chain, "server", DerivedKey.of("leased", service));
        this.claims = new Claims(chain, leases, service, terms, this::wants);
        this.abandoned = new AbandonedRequests(chain, leases, service);
        this.workers =
                IntStream.range(0, workers)
                        .mapToObj(i -> Thread.ofVirtual().name("server-" + i).start(this::run))
                        .toList();
    }

    /// What ended it, if the disk did.
    public @Nullable IOException failure() {
        return failure;
    }

    /// Takes no more requests, and returns when those in hand are answered.
    @Override
    public void close() {
        closed = true;
        chain.wake();
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                work();
            }
        } catch (IOException e) {
            boolean ended = e instanceof LogClosedException && e.getCause() == null;
            failure = ended ? failure : e;
        }
    }

    /// Answers until there is nothing to do, then waits for more.
    private void work() throws IOException {
        var waiting = new Waiting(chain, LiveLimits.TERM_MAX);
        waiting.look();
        abandoned.sweep();
        switch (claims.next()) {
            case Claims.Found.Claimed(Message message) -> answer(message);
            case Claims.Found.Exhausted(var row, long sequence, var standing) -> {
                var edits = new ArrayList<>(leases.forget(standing, row.key()));
                String tries = "it was tried %d times".formatted(standing.grants());
                edits.add(answerOf(row.key(), new Answer.Failed(tries)));
                chain.commit(new Change(edits, List.of(new Guard(row.key(), sequence))));
            }
            case Claims.Found.Nothing(Instant soonest) -> waiting.more(soonest, () -> closed);
            // The rules of the chain are against it; they may change.
            case Claims.Found.Refused _ -> waiting.more(Instant.MAX, () -> closed);
        }
    }

    /// Unanswered, still waited for, and of a type that is known here.
    private boolean wants(Snapshot snapshot, Snapshot.Row row) throws IOException {
        if (chain.sequenceOf(RequestRows.answerRow(row.key())) != Edit.ABSENT) {
            return false;
        }
        Event.Put put = snapshot.load(row.key()).orElseThrow();
        return handlers.containsKey(put.type()) && chain.now().isBefore(RequestRows.deadline(put));
    }

    private void answer(Message message) throws IOException {
        Event.Put row = message.row();
        Handler handler = handlers.get(row.type());
        if (handler == null) {
            throw new IllegalStateException("a request of type " + row.type() + " is not wanted");
        }
        Answer answer = answer(handler, request(message));
        List<Edit> effects = answer instanceof Answer.Done done ? done.effects() : List.of();
        var edits = new ArrayList<>(effects);
        edits.add(answerOf(row.key(), answer));
        edits.addAll(leases.ending(message.lease()));
        var asked = List.of(new Guard(row.key(), message.sequence()));
        if (chain.commit(new Change(edits, asked)) instanceof Outcome.Refused) {
            refused(message);
        }
    }

    private Request request(Message message) {
        Event.Put row = message.row();
        return new Request(
                row.key(),
                row.type(),
                RequestRows.said(row),
                RequestRows.deadline(row),
                message.attempt(),
                () -> chain.sequenceOf(row.key()) != message.sequence());
    }

    private static Answer answer(Handler handler, Request request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            // What went wrong may hold what the caller must not know.
            return new Answer.Failed("the service failed");
        }
    }

    /// What it caused was refused, so it is tried again, unless that is nobody's business any more:
    /// the request is gone, or another server answered it, after which nobody takes the lease away.
    private void refused(Message message) throws IOException {
        RowKey request = message.row().key();
        boolean open =
                chain.sequenceOf(request) == message.sequence()
                        && chain.sequenceOf(RequestRows.answerRow(request)) == Edit.ABSENT;
        if (open) {
            leases.handBack(message.lease());
        } else {
            leases.release(message.lease());
        }
    }

    private static Edit answerOf(RowKey request, Answer answer) {
        return new Edit(RequestRows.answer(request, answer), Edit.ABSENT);
    }
}
