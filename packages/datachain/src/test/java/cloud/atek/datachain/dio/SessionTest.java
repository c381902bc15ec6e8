package cloud.atek.datachain.dio;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Scope;
import cloud.atek.datachain.SignedCommit;
import cloud.atek.datachain.trust.Conversation;
import cloud.atek.datachain.trust.KeyProof;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final RowFormat<String> TEXT = RowFormat.text("text");

    private final SigningKey chainKey = SigningKey.random();
    private final SigningKey key = SigningKey.random();
    private final KeyName name = KeyName.of(key.verifyKey());

    @Test
    void distributedAuthorSignsEveryCommit() throws IOException {
        try (Chain chain = create(TrustMode.DISTRIBUTED);
                Session session = Session.of(chain, Keys.NONE.with(key))) {
            assertThat(store(session)).isInstanceOf(Outcome.Committed.class);
            assertThat(store(session)).isInstanceOf(Outcome.Committed.class);

            SignedCommit last = last(chain);
            assertThat(last.commit().origin().author()).isEqualTo(name);
            assertThat(last.authors()).hasSize(1);
            chain.verify();
        }
    }

    @Test
    void hybridKeyIsPublishedWithTheFirstCommitThatItSigns() throws IOException {
        HybridSigningKey hybrid = HybridSigningKey.random();
        KeyName hybridName = KeyName.of(hybrid.verifyKey());
        try (Chain chain =
                        TestChains.create(
                                chainKey,
                                TrustMode.DISTRIBUTED,
                                hybridName,
                                KeyName.of(chainKey.verifyKey()));
                Session session = Session.of(chain, Keys.NONE.with(hybrid))) {
            assertThat(store(session)).isInstanceOf(Outcome.Refused.class);

            Outcome first =
                    session.change(
                            Scope.LOCAL,
                            unit -> {
                                unit.publish(hybrid.verifyKey());
                                unit.store(TEXT, "first");
                            });

            assertThat(first).isInstanceOf(Outcome.Committed.class);
            assertThat(store(session)).isInstanceOf(Outcome.Committed.class);
            assertThat(last(chain).commit().origin().author()).isEqualTo(hybridName);
            chain.verify();
        }
    }

    @Test
    void centralizedAuthorProvesHisKeyAndSignsNothing() throws IOException {
        try (Chain chain = create(TrustMode.CENTRALIZED);
                Session session = Session.of(chain, Keys.NONE.with(key))) {
            assertThat(store(session)).isInstanceOf(Outcome.Committed.class);

            assertThat(last(chain).commit().origin().author()).isEqualTo(name);
            assertThat(last(chain).authors()).isEmpty();
        }
    }

    @Test
    void connectedAuthorMayWhatHeProves() throws IOException {
        try (Chain chain = create(TrustMode.CENTRALIZED)) {
            var conversation = new Conversation(chain.id(), Bytes.EMPTY);
            try (Session session = Session.connected(chain, conversation)) {
                assertThat(store(session)).isInstanceOf(Outcome.Refused.class);

                conversation.prove(KeyProof.sign(conversation.challenge(), key));

                assertThat(store(session)).isInstanceOf(Outcome.Committed.class);
            }
        }
    }

    @Test
    void strangerIsRefusedAndKeepsWhatHeWanted() throws IOException {
        for (TrustMode trust : TrustMode.values()) {
            try (Chain chain = create(trust);
                    Session session = Session.of(chain, Keys.NONE.with(SigningKey.random()));
                    DioMut unit = session.write()) {
                unit.store(TEXT, "mine");

                assertThat(unit.commit(Scope.LOCAL))
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused ->
                                        assertThat(refused.reasons())
                                                .singleElement()
                                                .isInstanceOf(Outcome.Reason.Unauthorized.class));
                assertThat(unit.pending()).hasSize(1);
                assertThat(chain.lastSequence()).isEqualTo(1);
            }
        }
    }

    @Test
    void whoHasNoKeyWritesWhereEveryoneMay() throws IOException {
        try (Chain chain = create(TrustMode.DISTRIBUTED);
                Session session = Session.of(chain, Keys.NONE.with(key));
                Session nobody = Session.of(chain, Keys.NONE)) {
            var open = new Authority(new Authority.Read.Inherit(), new Authority.Write.Everyone());
            session.change(Scope.LOCAL, unit -> unit.authority(unit.store(TEXT, "wall"), open));

            Outcome outcome =
                    nobody.change(
                            Scope.LOCAL,
                            unit -> {
                                Dao<String> wall =
                                        unit.load(
                                                        unit.roots()
                                                                .skip(1)
                                                                .findFirst()
                                                                .orElseThrow(),
                                                        TEXT)
                                                .require();
                                unit.update(wall, "scribble");
                            });

            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            assertThat(store(nobody)).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void keysAreNeverPrinted() {
        assertThat(Keys.NONE.with(key)).hasToString("Keys[0 hybrid, 1 signing, 0 reading]");
    }

    private Chain create(TrustMode trust) throws IOException {
        return TestChains.create(chainKey, trust, name, KeyName.of(chainKey.verifyKey()));
    }

    private static Outcome store(Session session) throws IOException {
        return session.change(Scope.LOCAL, unit -> unit.store(TEXT, "some text"));
    }

    private static SignedCommit last(Chain chain) throws IOException {
        try (CommitCursor cursor = chain.read(chain.lastSequence())) {
            return cursor.next().orElseThrow();
        }
    }
}
