package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A chain in memory with one root, and two others who may have rows of their own in it.
final class Stand implements AutoCloseable {

    static final Path FOLDER = Path.of("/chain");

    final SigningKey owner = SigningKey.random();
    final SigningKey root = SigningKey.random();
    final SigningKey alice = SigningKey.random();
    final SigningKey bob = SigningKey.random();
    final FaultyDisk disk = new FaultyDisk();
    private final ChainSettings settings = new ChainSettings(disk, Clock.systemUTC(), 1 << 20);
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));
    private final AtomicLong counter = new AtomicLong();
    Chain chain;

    Stand(TrustMode trust) throws IOException {
        keys.save(owner);
        chain = Chain.create(FOLDER, owner, genesis(trust, root), settings);
    }

    static Genesis genesis(TrustMode trust, SigningKey... roots) {
        List<KeyName> names = Arrays.stream(roots).map(Stand::name).toList();
        return new Genesis(trust, names, Retention.ALL);
    }

    Chain reopen() throws IOException {
        chain.close();
        chain = Chain.open(FOLDER, keys, settings);
        return chain;
    }

    @Override
    public void close() throws IOException {
        chain.close();
    }

    /// The first of the keys is the author's.
    Author.Signed signed(Change change, SigningKey... by) {
        KeyName author = name(by[0]);
        ChangeText text = ChangeText.of(chain.id(), author, counter.incrementAndGet(), change);
        return new Author.Signed(
                chain.id(), author, text.counter(), Arrays.stream(by).map(text::sign).toList());
    }

    Author.Signed signed(Change change, HybridSigningKey by) {
        KeyName author = KeyName.of(by.verifyKey());
        ChangeText text = ChangeText.of(chain.id(), author, counter.incrementAndGet(), change);
        return text.signed(text.sign(by));
    }

    /// Commits what these keys sign.
    void good(List<Event> events, SigningKey... by) throws IOException {
        assertThat(commit(events, by)).isInstanceOf(Outcome.Committed.class);
    }

    void good(Event event, SigningKey... by) throws IOException {
        good(List.of(event), by);
    }

    /// Tries to commit what these keys sign, and nothing happens.
    void refused(Event event, List<Outcome.Reason> reasons, SigningKey... by) throws IOException {
        refused(List.of(event), reasons, by);
    }

    void refused(List<Event> events, List<Outcome.Reason> reasons, SigningKey... by)
            throws IOException {
        long before = chain.lastSequence();
        assertThat(commit(events, by)).isEqualTo(new Outcome.Refused(reasons));
        assertThat(chain.lastSequence()).isEqualTo(before);
    }

    Outcome commit(Change change, Author author) throws IOException {
        return chain.commit(change, author, Scope.LOCAL);
    }

    List<SignedCommit> commits() throws IOException {
        return ChainTest.read(chain, 1);
    }

    /// Closes the chain and writes a commit behind its back, signed by the chain.
    void forge(Origin origin, Event event) throws IOException {
        SignedCommit last = commits().getLast();
        Hash previous = last.hash();
        var draft =
                new CommitCodec.Draft(
                        last.commit().sequence() + 1,
                        last.commit().time(),
                        previous,
                        origin,
                        List.of(event));
        append(CommitCodec.write(draft, List.of(), SignedCommit.tagKey(owner)).bytes());
    }

    void append(Bytes commit) throws IOException {
        chain.close();
        try (Log log = Log.open(disk, FOLDER, 1 << 20)) {
            long next = log.lastSequence() + 1;
            log.append(next, Frame.COMMIT, commit);
            log.awaitDurable(next);
        }
    }

    /// Makes a log of this one commit.
    void begin(Bytes commit) throws IOException {
        Log.create(disk, FOLDER, owner.verifyKey().value(), 1 << 20).close();
        append(commit);
    }

    private Outcome commit(List<Event> events, SigningKey... by) throws IOException {
        Change change = Change.of(events.toArray(Event[]::new));
        return commit(change, by.length == 0 ? Author.ANONYMOUS : signed(change, by));
    }

    static KeyName name(SigningKey key) {
        return KeyName.of(key.verifyKey());
    }

    static Authority.Write only(SigningKey... keys) {
        return new Authority.Write.AnyOf(Arrays.stream(keys).map(Stand::name).toList());
    }

    static RowKey row(long number) {
        return new RowKey(9, number);
    }

    static Place under(long parent) {
        return new Place(row(parent), 0);
    }

    /// A row that inherits.
    static Event put(long row, @Nullable Place place) {
        return new Event.Put(row(row), place, "t", Bytes.EMPTY);
    }

    static Event put(long row, @Nullable Place place, Authority.Write rule) {
        var rules = new Authority(new Authority.Read.Inherit(), rule);
        return new Event.Put(row(row), place, "t", Bytes.EMPTY, Encoding.PLAIN, rules);
    }

    static Event gone(long row) {
        return new Event.Tombstone(row(row));
    }

    static Outcome.Reason denied(long row, Authority.Write who) {
        return new Outcome.Reason.Unauthorized(row(row), who);
    }
}
