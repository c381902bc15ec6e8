package cloud.atek.datachain;

import static cloud.atek.datachain.Stand.denied;
import static cloud.atek.datachain.Stand.name;
import static cloud.atek.datachain.Stand.only;
import static cloud.atek.datachain.Stand.put;
import static cloud.atek.datachain.Stand.under;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.Conversation;
import cloud.atek.datachain.trust.KeyProof;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who stands behind a change, and how that is shown. Row 1 is a folder of alice's.
class AuthorTest {

    private static final HybridSigningKey HYBRID = HybridSigningKey.random();
    private static final KeyName HYBRID_NAME = KeyName.of(HYBRID.verifyKey());

    @Test
    void signedChangesOfBothKindsSurviveReopening() throws IOException {
        for (TrustMode trust : TrustMode.values()) {
            try (Stand at = withHybrid(trust)) {
                Change change = Change.of(put(2, under(1)));
                good(at, change, at.signed(change, HYBRID));
                good(at, change, at.signed(change, at.alice));

                Chain again = at.reopen();

                again.verify();
                assertThat(again.lastSequence()).isEqualTo(4);
                assertThat(again.counterOf(HYBRID_NAME)).isPositive();
                assertThat(at.commits().get(2).commit().origin().author()).isEqualTo(HYBRID_NAME);
            }
        }
    }

    @Test
    void keyMayComeWithTheChangeThatItSigns() throws IOException {
        try (Stand at = new Stand(TrustMode.DISTRIBUTED)) {
            var rules =
                    new Authority(
                            new Authority.Read.Inherit(), new Authority.Write.AnyOf(HYBRID_NAME));
            var folder = new Event.Put(Stand.row(1), null, "t", Bytes.EMPTY, Encoding.PLAIN, rules);
            at.good(folder, at.root);
            Change change = Change.of(Reserved.key(HYBRID.verifyKey()), put(2, under(1)));

            good(at, change, at.signed(change, HYBRID));
            at.reopen().verify();
        }
    }

    @Test
    void wrongKeyIsToldWhoMay() throws IOException {
        try (Stand at = new Stand(TrustMode.DISTRIBUTED)) {
            at.refused(put(3, null), List.of(denied(3, only(at.root))), at.bob);
        }
    }

    @Test
    void keysOfAllSignersCount() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, under(1)), put(3, null));
            Author.Signed one = at.signed(change, at.alice);
            refused(at, change, one, denied(3, only(at.root)));
            good(at, change, at.signed(change, at.alice, at.root));
        }
    }

    @Test
    void signatureOfAnotherChangeIsBad() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, under(1)));
            Change other = Change.of(put(3, under(1)));

            refused(
                    at,
                    change,
                    at.signed(other, at.alice),
                    new Outcome.Reason.BadSignature(name(at.alice)),
                    denied(2, ruleOfOne(at)));
            refused(
                    at,
                    change,
                    at.signed(other, HYBRID),
                    new Outcome.Reason.BadSignature(HYBRID_NAME),
                    denied(2, ruleOfOne(at)));
        }
    }

    /// One good signature does not cover for a bad one.
    @Test
    void everySignatureMustBeGood() throws IOException {
        try (Stand at = withHybrid(TrustMode.CENTRALIZED)) {
            Change change = Change.of(put(2, under(1)));
            Author.Signed good = at.signed(change, at.alice);
            ChangeSignature bad = ChangeSignature.of(new byte[3], at.bob);
            var both =
                    new Author.Signed(
                            at.chain.id(),
                            good.author(),
                            good.counter(),
                            List.of(good.signatures().getFirst(), bad));

            refused(at, change, both, new Outcome.Reason.BadSignature(name(at.bob)));
        }
    }

    @Test
    void committedChangeIsNotCommittedAgain() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, under(1)));
            Author.Signed earlier = at.signed(change, at.alice);
            Author.Signed signed = at.signed(change, at.alice);
            good(at, change, signed);
            for (int i = 0; i < 2; i++) {
                refused(at, change, signed, replayed(signed, signed.counter()));
                refused(at, change, earlier, replayed(earlier, signed.counter()));
                at.reopen();
            }
            good(at, change, at.signed(change, HYBRID));
        }
    }

    @Test
    void changeForAnotherChainIsForeign() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED);
                Stand other = new Stand(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, under(1)));
            VerifyKey id = other.chain.id();
            Author foreign = Author.signed(id, change, 99, at.alice);
            refused(
                    at,
                    change,
                    foreign,
                    new Outcome.Reason.ForeignChain(id),
                    denied(2, ruleOfOne(at)));
            // Who lies about the chain has a signature that does not fit.
            var lie =
                    new Author.Signed(
                            at.chain.id(),
                            name(at.alice),
                            99,
                            ((Author.Signed) foreign).signatures());
            refused(
                    at,
                    change,
                    lie,
                    new Outcome.Reason.BadSignature(name(at.alice)),
                    denied(2, ruleOfOne(at)));
        }
    }

    /// Else anyone could use up the counter of somebody else.
    @Test
    void authorSignsHimself() throws IOException {
        try (Stand at = withHybrid(TrustMode.CENTRALIZED)) {
            Change change = Change.of(put(2, under(1)));
            ChangeText text = ChangeText.of(at.chain.id(), name(at.bob), Long.MAX_VALUE, change);
            refused(
                    at,
                    change,
                    text.signed(text.sign(at.alice)),
                    new Outcome.Reason.MissingSignature(name(at.bob)));
            refused(
                    at,
                    change,
                    text.signed(),
                    new Outcome.Reason.MissingSignature(name(at.bob)),
                    denied(2, ruleOfOne(at)));
        }
    }

    @Test
    void hybridKeyThatNobodyPublishedIsUnknown() throws IOException {
        try (Stand at = new Stand(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, null));
            refused(
                    at,
                    change,
                    at.signed(change, HYBRID),
                    new Outcome.Reason.UnknownKey(HYBRID_NAME),
                    denied(2, only(at.root)));
        }
    }

    @Test
    void signaturesAreBounded() throws IOException {
        try (Stand at = new Stand(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, null));
            ChangeSignature one = at.signed(change, at.root).signatures().getFirst();
            var many =
                    new Author.Signed(
                            at.chain.id(),
                            name(at.root),
                            1,
                            Collections.nCopies(Limits.SIGNATURES_MAX, one));
            refused(
                    at,
                    change,
                    many,
                    new Outcome.Reason.TooManySignatures(16),
                    denied(2, only(at.root)));
            Change next = Change.of(put(3, null));
            Author.Signed fits =
                    at.signed(next, Collections.nCopies(15, at.root).toArray(SigningKey[]::new));
            good(at, next, fits);
            at.reopen().verify();
        }
    }

    @Test
    void keyProvenOnAConnectionCountsInACentralizedChain() throws IOException {
        try (Stand at = withHybrid(TrustMode.CENTRALIZED)) {
            var conversation = new Conversation(at.chain.id(), Bytes.ofHex("01"));
            var author = new Author.Proven(conversation);
            Change change = Change.of(put(2, under(1)));
            refused(at, change, author, denied(2, ruleOfOne(at)));
            conversation.prove(KeyProof.sign(conversation.challenge(), HYBRID));

            good(at, change, author);
            good(at, change, author);

            at.reopen().verify();
            assertThat(at.commits().getLast().commit().origin())
                    .isEqualTo(new Origin(HYBRID_NAME, 0));
            assertThat(at.commits().getLast().authors()).isEmpty();
        }
    }

    @Test
    void keyProvenToAnotherChainIsForeign() throws IOException {
        try (Stand at = withHybrid(TrustMode.CENTRALIZED);
                Stand other = new Stand(TrustMode.CENTRALIZED)) {
            var conversation = new Conversation(other.chain.id(), Bytes.EMPTY);
            conversation.prove(KeyProof.sign(conversation.challenge(), at.alice));
            refused(
                    at,
                    Change.of(put(2, under(1))),
                    new Author.Proven(conversation),
                    new Outcome.Reason.ForeignChain(other.chain.id()),
                    denied(2, ruleOfOne(at)));
        }
    }

    @Test
    void keyProvenOnAConnectionIsNotEnoughForADistributedChain() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
            var conversation = new Conversation(at.chain.id(), Bytes.EMPTY);
            conversation.prove(KeyProof.sign(conversation.challenge(), at.alice));
            refused(
                    at,
                    Change.of(put(2, under(1))),
                    new Author.Proven(conversation),
                    new Outcome.Reason.MissingSignature(name(at.alice)),
                    denied(2, ruleOfOne(at)));
        }
    }

    /// The one who keeps a distributed chain has its key, and that is worth nothing.
    @Test
    void commitThatItsAuthorsDidNotSignIsFoundAtOpening() throws IOException {
        Event event = put(2, under(1));
        for (int i = 0; i < 4; i++) {
            try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
                at.forge(
                        switch (i) {
                            case 0 -> Origin.of(at.chain.id());
                            case 1 -> Origin.NOBODY;
                            case 2 -> new Origin(name(at.alice), 0);
                            default -> new Origin(name(at.alice), 1000);
                        },
                        event);
                assertThatThrownBy(at::reopen)
                        .isInstanceOf(DamagedLogException.class)
                        .hasMessageContaining("the commit was not allowed: ");
            }
        }
    }

    @Test
    void changeThatWasReplayedIsFoundAtOpening() throws IOException {
        try (Stand at = withHybrid(TrustMode.DISTRIBUTED)) {
            Change change = Change.of(put(2, under(1)));
            Author.Signed author = at.signed(change, at.alice);
            good(at, change, author);
            SignedCommit last = at.commits().getLast();
            at.append(again(at, last, author, change.events()));

            assertThatThrownBy(at::reopen)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("sign it with a higher one");
        }
    }

    @Test
    void signaturesThatWereTakenOutOrChangedAreFound() throws IOException {
        for (TrustMode trust : TrustMode.values()) {
            for (boolean flip : List.of(true, false)) {
                try (Stand at = withHybrid(trust)) {
                    Change change = Change.of(put(2, under(1)));
                    Author.Signed author = at.signed(change, at.alice);
                    byte[] flipped = signature(author).signature().value().toArray();
                    flipped[3] ^= 1;
                    var bad =
                            new ChangeSignature.Ed25519(
                                    at.alice.verifyKey(), new Signature(Bytes.owning(flipped)));
                    var tampered =
                            new Author.Signed(
                                    author.chain(),
                                    author.author(),
                                    author.counter(),
                                    flip ? List.of(bad) : List.of());
                    SignedCommit last = at.commits().getLast();
                    at.append(again(at, last, tampered, change.events()));

                    // A centralized chain opens with the word of its own key.
                    assertThatThrownBy(() -> at.reopen().verify())
                            .isInstanceOf(DamagedLogException.class)
                            .hasMessageContaining("the commit was not allowed: ");
                }
            }
        }
    }

    @Test
    void chainThatDoesNotBeginWithAGenesisIsDamage() throws IOException {
        try (Stand at = new Stand(TrustMode.CENTRALIZED)) {
            at.chain.close();
            at.disk.delete(Stand.FOLDER.resolve("checkpoint"));
            at.disk.delete(Stand.FOLDER.resolve("00000000000000000001.seg"));
            var draft =
                    new CommitCodec.Draft(
                            1,
                            Instant.EPOCH,
                            Hash.ZERO,
                            Origin.of(at.owner.verifyKey()),
                            List.of(put(1, null)));
            at.begin(CommitCodec.write(draft, List.of(), SignedCommit.tagKey(at.owner)).bytes());

            assertThatThrownBy(at::reopen)
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("its genesis");
        }
    }

    @Test
    void textThatAuthorsSignIsAPromise() throws IOException {
        try (Stand at = new Stand(TrustMode.CENTRALIZED)) {
            Change change = Change.of(put(2, null));
            ChangeText text = ChangeText.of(at.chain.id(), HYBRID_NAME, 258, change);
            ByteBuffer wanted = ByteBuffer.allocate(139);
            wanted.put("atek.cloud/datachain/change/1\n".getBytes(StandardCharsets.US_ASCII));
            at.chain.id().value().putInto(wanted);
            HYBRID.verifyKey().id().value().putInto(wanted.put((byte) 2));
            wanted.putLong(258).putInt(1);
            CommitCodec.eventsRoot(change.events()).value().putInto(wanted);

            assertThat(text.toArray()).isEqualTo(wanted.array());
        }
    }

    @Test
    void scopesTellHowFarACommitCame() throws IOException {
        try (Stand at = new Stand(TrustMode.CENTRALIZED)) {
            Event event = put(2, null);
            for (Scope scope : Scope.values()) {
                Change change = Change.of(event);
                Outcome done = at.chain.commit(change, at.signed(change, at.root), scope);
                assertThat(done)
                        .isInstanceOfSatisfying(
                                Outcome.Committed.class,
                                one -> {
                                    assertThat(at.chain.sequenceOf(event.key()))
                                            .isEqualTo(one.sequence());
                                    if (scope != Scope.NONE) {
                                        assertThat(at.chain.lastSequence())
                                                .isEqualTo(one.sequence());
                                    }
                                });
            }
            assertThat(at.reopen().lastSequence()).isEqualTo(4);
        }
    }

    private static Stand withHybrid(TrustMode trust) throws IOException {
        var at = new Stand(trust);
        at.good(List.of(Reserved.key(HYBRID.verifyKey()), put(1, null, ruleOfOne(at))), at.root);
        return at;
    }

    private static Authority.Write ruleOfOne(Stand at) {
        return new Authority.Write.AnyOf(name(at.alice), HYBRID_NAME);
    }

    private static Bytes again(
            Stand at, SignedCommit last, Author.Signed author, List<Event> events) {
        var draft =
                new CommitCodec.Draft(
                        last.commit().sequence() + 1,
                        last.commit().time(),
                        last.hash(),
                        new Origin(author.author(), author.counter()),
                        events);
        return CommitCodec.write(draft, author.signatures(), SignedCommit.tagKey(at.owner)).bytes();
    }

    private static ChangeSignature.Ed25519 signature(Author.Signed author) {
        return (ChangeSignature.Ed25519) author.signatures().getFirst();
    }

    private static Outcome.Reason replayed(Author.Signed author, long last) {
        return new Outcome.Reason.Replayed(author.author(), author.counter(), last);
    }

    private static void good(Stand at, Change change, Author author) throws IOException {
        assertThat(at.commit(change, author)).isInstanceOf(Outcome.Committed.class);
    }

    private static void refused(Stand at, Change change, Author author, Outcome.Reason... reasons)
            throws IOException {
        long before = at.chain.lastSequence();
        assertThat(at.commit(change, author)).isEqualTo(new Outcome.Refused(List.of(reasons)));
        assertThat(at.chain.lastSequence()).isEqualTo(before);
        for (Outcome.Reason reason : reasons) {
            assertThat(reason.message()).matches("[a-z].*[^.]");
        }
    }
}
