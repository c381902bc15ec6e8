package cloud.atek.earthstar.sync;

import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.DocumentJson;
import cloud.atek.earthstar.replica.Arrival;
import cloud.atek.earthstar.replica.Follower;
import cloud.atek.earthstar.replica.Replica;
import cloud.atek.earthstar.replica.ReplicaClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Two homes of ours compare a workspace over a channel and then tell each other what is new, until
/// one of them goes. What breaks off has lost nothing: the next one finds what is still missing.
///
/// Documents go in messages of about 1 MiB at most, more only for one that is larger, and whoever
/// reads slowly is waited for. One thread runs it; any thread may close it or ask how far it is.
public final class LiveSync implements AutoCloseable {

    /// Bytes of documents in one message, if there is more than one.
    private static final int NEWS_BYTES_MAX = 1 << 20;

    /// Who has nothing to tell says this often that he is here.
    private static final Duration HERE_EVERY = Duration.ofSeconds(20);

    /// Who says nothing for so long is not here any more.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(90);

    private final Replica replica;
    private final String peer;
    private final Terms ours;
    private final boolean calling;
    private final MessageChannel channel;
    private final Pieces pieces;
    private final Follower follower;

    /// Guards the session.
    private final ReentrantLock stepping = new ReentrantLock();

    private @Nullable SyncSession session;
    private boolean again;

    private volatile Terms agreed = Terms.ALL;
    private volatile boolean equal;
    private volatile boolean telling;
    private volatile long heardNanos = System.nanoTime();
    private final Count count = new Count();

    private LiveSync(
            MessageChannel channel, Replica replica, String peer, Terms ours, boolean calling)
            throws IOException {
        this.channel = channel;
        this.pieces = new Pieces(channel);
        this.replica = replica;
        this.peer = peer;
        this.ours = ours;
        this.calling = calling;
        // From now on nothing is missed, whatever is compared meanwhile.
        this.follower = replica.followAllBut(peer);
    }

    /// The side that called.
    ///
    /// @param peer how the other side is called to followers; no other sync may have the name
    public static LiveSync calling(
            MessageChannel channel, Replica replica, String peer, Terms terms) throws IOException {
        return new LiveSync(channel, replica, peer, terms, true);
    }

    /// The side that was called. The interest is the caller's.
    ///
    /// @param peer how the other side is called to followers; no other sync may have the name
    public static LiveSync answering(
            MessageChannel channel, Replica replica, String peer, Terms terms) throws IOException {
        return new LiveSync(channel, replica, peer, terms, false);
    }

    /// Compares, and returns when both have the same. For the side that called.
    ///
    /// @throws IOException when the other side is gone before
    /// @throws MalformedBatchException when it says what makes no sense
    public void once() throws IOException {
        run(false);
        if (!equal) {
            throw new IOException("the other side went away before both had the same");
        }
    }

    /// Compares, then passes on what is new, until the other side goes or this is closed.
    ///
    /// @throws IOException when the other side is gone without a word
    /// @throws MalformedBatchException when it says what makes no sense
    public void stay() throws IOException {
        run(true);
    }

    /// What it did so far.
    public SyncSession.Tally tally() {
        return count.tally();
    }

    /// That went either way so far, without what the channel itself needs.
    public long bytes() {
        return pieces.bytes();
    }

    /// Whether both had the same at least once.
    public boolean equal() {
        return equal;
    }

    /// Again is no error.
    @Override
    public void close() throws IOException {
        follower.close();
        channel.close();
    }

    private void run(boolean stays) throws IOException {
        try (this) {
            greet();
            if (calling) {
                begin();
            }
            while (stays || !equal) {
                Optional<byte[]> came = pieces.receive();
                if (came.isEmpty()) {
                    return;
                }
                heardNanos = System.nanoTime();
                hear(Said.read(came.get()));
            }
        }
    }

    private void greet() throws IOException {
        if (calling) {
            pieces.send(new Said.Hello(ours).write());
        }
        Optional<byte[]> first = pieces.receive();
        if (first.isEmpty()) {
            throw new IOException("the other side went away without a word");
        }
        if (!(Said.read(first.get()) instanceof Said.Hello(Terms theirs))) {
            throw new MalformedBatchException("a first message that is no hello");
        }
        Interest interest = calling ? ours.interest() : theirs.interest();
        if (!calling) {
            pieces.send(new Said.Hello(new Terms(interest, ours.gives(), ours.takes())).write());
        }
        agreed =
                new Terms(interest, ours.gives() && theirs.takes(), ours.takes() && theirs.gives());
    }

    private void hear(Said said) throws IOException {
        switch (said) {
            case Said.Round(byte[] batch) when calling -> next(batch);
            case Said.Round(byte[] batch) -> answer(batch);
            case Said.Done() when !calling -> done();
            case Said.Again() when calling -> begin();
            case Said.News(List<String> documents) ->
                    count.took(Taken.of(documents, replica, peer, agreed));
            case Said.Here() -> {}
            case Said.Hello _, Said.Done _, Said.Again _ ->
                    throw new MalformedBatchException("a message at a wrong time");
        }
    }

    private void begin() throws IOException {
        stepping.lock();
        try {
            if (session != null) {
                again = true;
                return;
            }
            again = false;
            SyncSession fresh = SyncSession.beginning(replica, peer, agreed);
            session = fresh;
            pieces.send(new Said.Round(fresh.open()).write());
        } finally {
            stepping.unlock();
        }
    }

    private void next(byte[] batch) throws IOException {
        stepping.lock();
        try {
            SyncSession running = session;
            if (running == null) {
                throw new MalformedBatchException("an answer to nothing");
            }
            Optional<byte[]> said = running.hear(batch);
            count.now(running.tally());
            if (said.isPresent()) {
                pieces.send(new Said.Round(said.get()).write());
            } else {
                pieces.send(new Said.Done().write());
                done();
            }
        } finally {
            stepping.unlock();
        }
    }

    private void answer(byte[] batch) throws IOException {
        stepping.lock();
        try {
            SyncSession running = session;
            if (running == null || !running.has(batch)) {
                count.ended();
                running = SyncSession.answering(replica, peer, agreed, batch);
                session = running;
            }
            byte[] said = running.answer(batch);
            count.now(running.tally());
            pieces.send(new Said.Round(said).write());
        } finally {
            stepping.unlock();
        }
    }

    /// The session is over; from the first time on both tell what is new.
    private void done() throws IOException {
        stepping.lock();
        try {
            session = null;
            count.ended();
            equal = true;
            if (!telling) {
                telling = true;
                Thread.ofVirtual().name("sync-teller").start(this::tell);
            }
            if (again) {
                begin();
            }
        } finally {
            stepping.unlock();
        }
    }

    private void tell() {
        try (this) {
            while (System.nanoTime() - heardNanos < SILENCE_MAX.toNanos()) {
                switch (follower.next(HERE_EVERY).orElse(null)) {
                    case null -> pieces.send(new Said.Here().write());
                    case Arrival.Closed _ -> {
                        return;
                    }
                    case Arrival.Missed _ -> missed();
                    case Arrival.Came came -> news(came);
                }
            }
        } catch (IOException | ReplicaClosedException e) {
            // The thread that receives is told by the close.
        }
    }

    private void missed() throws IOException {
        if (calling) {
            begin();
        } else {
            pieces.send(new Said.Again().write());
        }
    }

    private void news(Arrival.Came first) throws IOException {
        var documents = new ArrayList<String>();
        long bytes = 0;
        Arrival each = first;
        while (each instanceof Arrival.Came came) {
            if (wanted(came)) {
                String json = DocumentJson.write(came.document());
                documents.add(json);
                bytes += json.length();
            }
            each = bytes < NEWS_BYTES_MAX ? follower.next(Duration.ZERO).orElse(null) : null;
        }
        if (!documents.isEmpty()) {
            pieces.send(new Said.News(documents).write());
            count.sent(documents.size());
        }
        if (each instanceof Arrival.Missed) {
            missed();
        } else if (each instanceof Arrival.Closed) {
            close();
        }
    }

    private boolean wanted(Arrival.Came came) {
        Document document = came.document();
        return agreed.gives() && agreed.interest().has(document.path());
    }

    /// What all sessions and news did together. Thread-safe.
    private static final class Count {

        private static final SyncSession.Tally NOTHING = new SyncSession.Tally(0, 0, 0);

        private SyncSession.Tally before = NOTHING;
        private SyncSession.Tally running = NOTHING;

        synchronized void now(SyncSession.Tally session) {
            running = session;
        }

        synchronized void ended() {
            before = before.plus(running);
            running = NOTHING;
        }

        synchronized void took(Taken taken) {
            before = before.plus(new SyncSession.Tally(0, taken.accepted(), taken.refused()));
        }

        synchronized void sent(int documents) {
            before = before.plus(new SyncSession.Tally(documents, 0, 0));
        }

        synchronized SyncSession.Tally tally() {
            return before.plus(running);
        }
    }
}
