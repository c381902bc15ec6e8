package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Author;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.ChangeText;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.Snapshot;
import cloud.atek.datachain.pipe.Pipeline;
import cloud.atek.datachain.pipe.Preset;
import cloud.atek.datachain.trust.Conversation;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One person at one open chain: who he is when he writes, and what he can read. Closing it wipes
/// the keys of the reader groups that it opened, not those that it was given, and not the chain.
///
/// Thread-safe; the units of work that it gives out are each for one thread.
public final class Session implements AutoCloseable {

    /// How often [#change] does a work again: those who were refused take turns, so that more than
    /// a few times means that others, elsewhere, write the same rows all the time.
    public static final int ATTEMPTS_MAX = 100;

    private final Chain chain;
    private final Keys keys;
    private final Bodies bodies;
    private final @Nullable Conversation conversation;
    private final boolean owner;
    private final AtomicLong counter = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock(true);

    /// Some work to be done in a unit of work, perhaps several times.
    @FunctionalInterface
    public interface Work {
        void on(DioMut unit) throws IOException;
    }

    private Session(
            Chain chain,
            Keys keys,
            Pipeline pipeline,
            @Nullable Conversation conversation,
            boolean owner) {
        this.chain = chain;
        this.keys = keys;
        this.bodies = new Bodies(pipeline, new Groups(chain.id(), keys.reading()));
        this.conversation = conversation;
        this.owner = owner;
    }

    RowKey newKey() {
        return chain.newKey();
    }

    /// Of the chain itself: of whoever has it open.
    ///
    /// @param reading keys that open reader groups
    public static Session owner(Chain chain, RecipientKey... reading) {
        return new Session(
                chain,
                new Keys(List.of(), List.of(), List.of(reading)),
                Preset.BALANCED.pipeline(chain.id()),
                null,
                true);
    }

    /// Of somebody who has these keys. In a distributed chain he signs every commit with them, in a
    /// centralized one he proves them once, now. Without keys that sign he is nobody.
    public static Session of(Chain chain, Keys keys) {
        return of(chain, keys, Preset.BALANCED.pipeline(chain.id()));
    }

    /// @param pipeline its transformers are used, before sealing
    public static Session of(Chain chain, Keys keys, Pipeline pipeline) {
        if (keys.author() == null || chain.genesis().trust() == TrustMode.DISTRIBUTED) {
            return new Session(chain, keys, pipeline, null, false);
        }
        var own = new Conversation(chain.id(), Bytes.EMPTY);
        keys.prove(own);
        return new Session(chain, keys, pipeline, own, false);
    }

    /// Of somebody at the other end of a connection to a centralized chain: he may what the keys
    /// may that he proves on it.
    public static Session connected(Chain chain, Conversation conversation) {
        Pipeline pipeline = Preset.BALANCED.pipeline(chain.id());
        return new Session(chain, Keys.NONE, pipeline, conversation, false);
    }

    /// The chain as it is now, for reading; the caller closes it.
    ///
    /// @throws IOException when the disk failed
    public Dio read() throws IOException {
        return new SnapshotDio(chain.snapshot(), bodies);
    }

    /// The chain as it is now, for reading and writing; the caller closes it.
    ///
    /// @throws IOException when the disk failed
    public DioMut write() throws IOException {
        return new DioMut(this, bodies, chain.snapshot());
    }

    /// Does `work` in a unit of work and commits it, and again from the beginning when others wrote
    /// the same rows meanwhile, up to [#ATTEMPTS_MAX] times.
    ///
    /// @throws IOException as [DioMut#commit] does, or thrown by `work`
    public Outcome change(Scope scope, Work work) throws IOException {
        Outcome outcome = attempt(scope, work);
        if (!conflicts(outcome)) {
            return outcome;
        }
        turn.lock();
        try {
            for (int i = 1; i < ATTEMPTS_MAX && conflicts(outcome); i++) {
                outcome = attempt(scope, work);
            }
            return outcome;
        } finally {
            turn.unlock();
        }
    }

    /// Wipes the keys of reader groups. No unit of work of this session may be in use then.
    @Override
    public void close() {
        bodies.groups().close();
    }

    Snapshot snapshot() throws IOException {
        return chain.snapshot();
    }

    Outcome commit(Change change, Scope scope) throws IOException {
        KeyName author = keys.author();
        if (owner) {
            return chain.commit(change, Author.OWNER, scope);
        }
        if (conversation != null) {
            return chain.commit(change, new Author.Proven(conversation), scope);
        }
        return author == null
                ? chain.commit(change, Author.ANONYMOUS, scope)
                : signed(change, author, scope);
    }

    /// Of two threads the one that counted first may come second, and counts again.
    private Outcome signed(Change change, KeyName author, Scope scope) throws IOException {
        Outcome outcome = sign(change, author, scope);
        for (int i = 1; i < ATTEMPTS_MAX && replayed(outcome); i++) {
            outcome = sign(change, author, scope);
        }
        return outcome;
    }

    private Outcome sign(Change change, KeyName author, Scope scope) throws IOException {
        long before = chain.counterOf(author);
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        long next = counter.updateAndGet(last -> Math.max(now, Math.max(last, before) + 1));
        ChangeText text = ChangeText.of(chain.id(), author, next, change);
        return chain.commit(change, text.signed(keys.sign(text)), scope);
    }

    private Outcome attempt(Scope scope, Work work) throws IOException {
        try (DioMut unit = write()) {
            work.on(unit);
            return unit.commit(scope);
        }
    }

    private static boolean conflicts(Outcome outcome) {
        return all(outcome, Outcome.Reason.Conflict.class);
    }

    private static boolean replayed(Outcome outcome) {
        return all(outcome, Outcome.Reason.Replayed.class);
    }

    private static boolean all(Outcome outcome, Class<? extends Outcome.Reason> kind) {
        return outcome instanceof Outcome.Refused(var reasons)
                && reasons.stream().allMatch(kind::isInstance);
    }
}
