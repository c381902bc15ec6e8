package cloud.atek.datachain;

import static cloud.atek.datachain.Stand.denied;
import static cloud.atek.datachain.Stand.gone;
import static cloud.atek.datachain.Stand.only;
import static cloud.atek.datachain.Stand.put;
import static cloud.atek.datachain.Stand.row;
import static cloud.atek.datachain.Stand.under;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may do what with which row. Rows 1 and 2 are folders of alice and of bob.
class AuthorityTest {

    private static final Authority.Write EVERYONE = new Authority.Write.Everyone();
    private static final Authority.Write NOBODY = new Authority.Write.Nobody();

    private final Stand at = stand();
    private final SigningKey root = at.root;
    private final SigningKey alice = at.alice;
    private final SigningKey bob = at.bob;

    @BeforeEach
    void makeFolders() throws IOException {
        at.good(List.of(put(1, null, only(alice)), put(2, null, only(bob))), root);
    }

    @AfterEach
    void everythingWasAllowedWhenItIsReadAgain() throws IOException {
        at.reopen().verify();
        at.close();
    }

    @Test
    void topIsOfTheRoots() throws IOException {
        at.refused(put(3, null), List.of(denied(3, only(root))), alice);
        at.refused(put(3, null), List.of(denied(3, only(root))));
        at.refused(gone(3), List.of(denied(3, only(root))), alice);
        at.good(gone(3), root);
        at.good(put(3, null), root);
    }

    @Test
    void keyOfTheChainMayNothingUnlessItIsARoot() throws IOException {
        assertThat(at.chain.commit(Change.of(put(3, null), put(4, under(1)))))
                .isEqualTo(
                        new Outcome.Refused(
                                List.of(denied(3, only(root)), denied(4, only(alice)))));
    }

    @Test
    void newRowNeedsTheRuleOfItsParent() throws IOException {
        at.good(put(3, under(1)), alice);
        at.good(put(4, under(3), only(bob)), alice);
        at.good(put(5, under(4)), bob);
        at.refused(put(6, under(3)), List.of(denied(6, only(alice))), bob);
        at.refused(put(6, under(3), only(bob)), List.of(denied(6, only(alice))), bob);
        at.refused(put(6, under(4)), List.of(denied(6, only(bob))), alice, root);
    }

    /// The stored place decides, whatever place the event names.
    @Test
    void nobodyTakesARowByNamingAnotherParent() throws IOException {
        at.good(put(3, under(1)), alice);

        at.refused(put(3, under(2)), List.of(denied(3, only(alice))), bob);
        at.refused(put(3, under(2), only(bob)), List.of(denied(3, only(alice))), bob);
        at.refused(gone(3), List.of(denied(3, only(alice))), bob);
        at.refused(put(3, null), List.of(denied(3, only(alice)), denied(3, only(root))), bob);
        at.refused(put(3, null), List.of(denied(3, only(alice))), root);
        assertThat(at.chain.sequenceOf(row(3))).isEqualTo(3);
    }

    @Test
    void nobodyTakesARowByMovingItsParent() throws IOException {
        at.good(put(3, under(1)), alice);
        at.good(put(4, under(3)), alice);

        at.refused(
                List.of(put(3, under(2)), put(4, under(3))), List.of(denied(3, only(alice))), bob);
    }

    @Test
    void movingNeedsTheRuleOfTheRowAndThatOfItsNewParent() throws IOException {
        at.good(put(3, under(1)), alice);

        at.refused(put(3, under(2)), List.of(denied(3, only(bob))), alice);
        at.good(put(3, under(2)), alice, bob);
        at.refused(put(3, under(2)), List.of(denied(3, only(bob))), alice);
        at.good(put(3, under(2)), bob);
        // Another collection is another place.
        at.good(new Event.Put(row(3), new Place(row(2), 1), "t", Bytes.EMPTY), bob);
    }

    @Test
    void changingTheRulesNeedsTheOldOnes() throws IOException {
        at.refused(put(1, null, only(bob)), List.of(denied(1, only(alice))), bob);
        at.refused(put(1, null, only(root)), List.of(denied(1, only(alice))), root);
        at.good(put(1, null, only(bob)), alice);
        at.refused(put(1, null, only(alice)), List.of(denied(1, only(bob))), alice);
    }

    @Test
    void whatNobodyMayWriteStaysForEver() throws IOException {
        at.good(put(3, under(1), NOBODY), alice);

        for (SigningKey key : List.of(root, alice, bob)) {
            at.refused(put(3, under(1)), List.of(denied(3, NOBODY)), key);
            at.refused(gone(3), List.of(denied(3, NOBODY)), key);
            at.refused(put(4, under(3)), List.of(denied(4, NOBODY)), key);
        }
    }

    @Test
    void whatEveryoneMayWriteNeedsNoSignature() throws IOException {
        at.good(put(3, under(1), EVERYONE), alice);

        at.good(put(4, under(3)));
        at.good(put(5, under(4)), bob);
        at.good(gone(4));
        at.good(put(3, under(1)));
        at.refused(put(3, under(1)), List.of(denied(3, only(alice))));
    }

    @Test
    void removedRowIsFreeUnderTheRuleOfItsNewParent() throws IOException {
        at.good(put(3, under(1), NOBODY), alice);
        at.good(put(4, under(1), only(alice)), alice);
        at.good(gone(4), alice);

        at.good(put(4, under(2)), bob);
        at.good(gone(4), bob);
        at.refused(put(4, null), List.of(denied(4, only(root))), bob);
        at.good(put(4, null), root);
    }

    @Test
    void rowsUnderARemovedOneAreOfTheRoots() throws IOException {
        at.good(List.of(put(3, under(1), EVERYONE), put(4, under(3))), alice);
        at.good(gone(3), bob);

        at.refused(put(4, under(3)), List.of(denied(4, only(root))), alice);
        at.refused(gone(4), List.of(denied(4, only(root))));
        // It may stay where it is; a new one may not come there.
        at.good(put(4, under(3)), root);
        at.refused(
                put(5, under(3)), List.of(new Outcome.Reason.MissingParent(row(5), row(3))), root);
    }

    /// Else whoever may write anywhere could put the parent back there, and own what is under it.
    @Test
    void nobodyTakesRowsByPuttingBackTheirParent() throws IOException {
        at.good(List.of(put(3, under(1)), put(4, under(3))), alice);
        at.good(gone(3), alice);

        at.refused(put(3, under(2), only(bob)), List.of(denied(3, only(root))), bob);
        at.refused(put(3, under(2)), List.of(denied(3, only(bob))), root);
        at.good(put(3, under(2)), root, bob);
        at.good(put(4, under(3)), bob);
        at.good(gone(4), bob);
        at.good(gone(3), bob);
        at.good(put(3, under(2)), bob);
    }

    @Test
    void parentOfTheSameChangeCounts() throws IOException {
        var missing = new Outcome.Reason.MissingParent(row(4), row(3));

        at.refused(put(4, under(3)), List.of(missing), alice);
        at.refused(List.of(put(4, under(3)), put(3, under(1))), List.of(missing), alice);
        at.good(List.of(put(3, under(1)), put(4, under(3)), put(5, under(4))), alice);
        at.refused(
                List.of(gone(3), put(6, under(3))),
                List.of(new Outcome.Reason.MissingParent(row(6), row(3))),
                alice);
        // The rule that the change itself gives counts for what follows.
        at.refused(
                List.of(put(3, under(1), only(bob)), put(6, under(3))),
                List.of(denied(6, only(bob))),
                alice);
    }

    @Test
    void cyclesAreRefused() throws IOException {
        at.good(List.of(put(3, under(1)), put(4, under(3)), put(5, under(4))), alice);
        var cycle = List.<Outcome.Reason>of(new Outcome.Reason.Cycle(row(3)));

        at.refused(put(3, under(3)), cycle, alice);
        at.refused(put(3, under(4)), cycle, alice);
        at.refused(put(3, under(5)), cycle, alice);
        at.refused(put(7, under(7)), List.of(new Outcome.Reason.Cycle(row(7))), alice);
        at.good(gone(3), alice);
        at.refused(put(3, under(5)), cycle, root);
    }

    @Test
    void depthIsBounded() throws IOException {
        var events = new ArrayList<Event>();
        for (int i = 2; i <= Limits.PLACE_DEPTH_MAX; i++) {
            events.add(put(100 + i, i == 2 ? under(1) : under(99 + i)));
        }
        at.good(events, alice);
        long lowest = 100 + Limits.PLACE_DEPTH_MAX;

        at.good(put(lowest, under(lowest - 1)), alice);
        assertThat(at.commit(Change.of(put(500, under(lowest))), Author.OWNER))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.reasons())
                                        .contains(new Outcome.Reason.TooDeep(row(500))));
        // Those that a move brings too deep stay closed until they come up again.
        at.good(put(3, under(1)), alice);
        at.good(put(102, under(3)), alice);
        at.refused(
                put(lowest, under(lowest - 1)),
                List.of(new Outcome.Reason.TooDeep(row(lowest))),
                alice,
                root);
        at.good(put(102, under(1)), alice);
        at.good(put(lowest, under(lowest - 1)), alice);
    }

    @Test
    void rootsAreReplacedByTheirHoldersOnly() throws IOException {
        Event next = Stand.genesis(TrustMode.CENTRALIZED, alice, bob).event();
        var chainRow = Reserved.CHAIN_ROW;

        at.refused(
                next, List.of(new Outcome.Reason.Unauthorized(chainRow, only(root))), alice, bob);
        at.good(List.of(next, put(3, null)), root, bob);
        assertThat(at.chain.genesis().roots()).hasSize(2);
        at.refused(put(4, null), List.of(denied(4, only(alice, bob))), root);
        at.good(put(4, null), bob);
        at.reopen();
        at.refused(put(5, null), List.of(denied(5, only(alice, bob))), root);
    }

    @Test
    void genesisStaysAGenesis() throws IOException {
        Genesis other = Stand.genesis(TrustMode.DISTRIBUTED, root);
        Event.Put good = Stand.genesis(TrustMode.CENTRALIZED, root).event();
        var placed = new Event.Put(good.key(), under(1), good.type(), good.body());
        var elsewhere = new Event.Put(row(3), null, good.type(), good.body());
        var typed = new Event.Put(good.key(), null, "t", good.body());
        var empty = new Event.Put(good.key(), null, good.type(), Bytes.EMPTY);
        var shared =
                new Event.Put(
                        good.key(),
                        null,
                        good.type(),
                        good.body(),
                        Encoding.PLAIN,
                        new Authority(new Authority.Read.Inherit(), EVERYONE));

        requireBroken(other.event(), "a chain keeps its trust mode for life");
        for (Event bad : List.of(placed, elsewhere, typed, empty, shared)) {
            requireBroken(bad, "a genesis stands plain in its own row, and is whole");
        }
        requireBroken(new Event.Tombstone(good.key()), "the genesis cannot be removed");
        requireBroken(
                new Event.Put(row(3), null, Reserved.PREFIX + "x", Bytes.EMPTY),
                "types that begin with atek.cloud/datachain/ are not for use");
        at.good(new Event.Put(row(3), null, Reserved.READERS, Bytes.EMPTY), root);
    }

    @Test
    void anyonePublishesAKeyAndNobodyChangesIt() throws IOException {
        var key = HybridSigningKey.random().verifyKey();
        Event.Put good = Reserved.key(key);
        String plain = "a published key stands plain in the row named by its hash";
        String stays = "a published key stays as it is";

        requireBroken(new Event.Put(row(3), null, Reserved.KEY, key.encoded()), plain);
        requireBroken(new Event.Put(good.key(), null, Reserved.KEY, Bytes.EMPTY), plain);
        requireBroken(new Event.Put(good.key(), under(1), Reserved.KEY, good.body()), plain);
        at.good(good);
        at.good(good);
        requireBroken(new Event.Tombstone(good.key()), stays);
        requireBroken(new Event.Put(good.key(), null, "t", Bytes.EMPTY), stays);
        assertThat(KeyName.of(key).value()).isEqualTo(new Hash(key.id().value()).value());
    }

    @Test
    void everyReasonIsToldAndTheChangeStaysAsItWas() throws IOException {
        at.good(put(3, under(1)), alice);
        var change =
                new Change(
                        List.of(
                                new Edit(put(3, under(1)), Edit.ABSENT),
                                Edit.of(put(4, under(8))),
                                Edit.of(put(5, under(5))),
                                Edit.of(gone(2)),
                                Edit.of(gone(2))),
                        List.of(new Guard(row(1), 7), new Guard(row(2), 2)));
        var same = new Change(change.edits(), change.guards());

        Outcome outcome = at.commit(change, at.signed(change, alice));

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Refused(
                                List.of(
                                        new Outcome.Reason.Conflict(row(3), Edit.ABSENT, 3),
                                        new Outcome.Reason.Conflict(row(1), 7, 2),
                                        new Outcome.Reason.MissingParent(row(4), row(8)),
                                        new Outcome.Reason.Cycle(row(5)),
                                        denied(2, only(bob)),
                                        new Outcome.Reason.Twice(row(2)))));
        assertThat(change).isEqualTo(same);
        ((Outcome.Refused) outcome)
                .reasons()
                .forEach(reason -> assertThat(reason.message()).matches("[a-z].*[^.]"));
    }

    @Test
    void guardedRowsMustBeAsExpectedAndAreNotWritten() throws IOException {
        var held = new Change(List.of(Edit.of(put(3, under(1)))), List.of(new Guard(row(1), 2)));
        assertThat(at.commit(held, at.signed(held, alice))).isInstanceOf(Outcome.Committed.class);
        at.good(put(1, null, only(alice)), alice);

        assertThat(at.commit(held, at.signed(held, alice)))
                .isEqualTo(new Outcome.Refused(List.of(new Outcome.Reason.Conflict(row(1), 2, 4))));
        var absent = new Change(held.edits(), List.of(new Guard(row(8), Edit.ABSENT)));
        assertThat(at.commit(absent, at.signed(absent, alice)))
                .isInstanceOf(Outcome.Committed.class);
    }

    private void requireBroken(Event event, String rule) throws IOException {
        Change change = Change.of(event);
        assertThat(at.commit(change, at.signed(change, root)))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.reasons())
                                        .contains(
                                                new Outcome.Reason.BrokenRule(event.key(), rule)));
    }

    private static Stand stand() {
        try {
            return new Stand(TrustMode.CENTRALIZED);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
