package cloud.atek.datachain.pipe;

import static cloud.atek.datachain.readers.People.ANN;
import static cloud.atek.datachain.readers.People.BOB;
import static cloud.atek.datachain.readers.People.CHAIN;
import static cloud.atek.datachain.readers.People.GROUP;
import static cloud.atek.datachain.readers.People.done;
import static cloud.atek.datachain.readers.People.family;
import static cloud.atek.datachain.readers.People.good;
import static cloud.atek.datachain.readers.People.headers;
import static cloud.atek.datachain.readers.People.newcomer;
import static cloud.atek.datachain.readers.People.row;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.readers.Readers;
import cloud.atek.datachain.readers.Sealing;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupRuleTest {

    private final GroupRule rule = new GroupRule(CHAIN);
    private final Stand stand = new Stand();
    private final Readers family = family(GROUP);
    private final Readers annAlone =
            done(family.remove(good(family.open(ANN)), BOB.recipient().id()));

    @Test
    void groupsAndRowsSealedForThemPass() throws Exception {
        assertThat(judge(put(family))).containsExactly(new Vote.Allow());
        stand.put(put(family));
        Readers more =
                done(family.add(good(family.open(ANN)), newcomer(RecipientKey.random(), "C")));
        Readers rotated = done(more.rotate(good(more.open(ANN))));

        assertThat(judge(put(more))).containsExactly(new Vote.Allow());
        assertThat(judge(put(rotated))).containsExactly(new Vote.Allow());
        assertThat(judge(sealed(family, 1))).containsExactly(new Vote.Abstain());
    }

    @Test
    void rowSealedWithTheKeyOfARemovedMemberIsDenied() throws Exception {
        stand.put(put(family));
        Event.Put before = sealed(family, 1);
        assertThat(judge(before)).containsExactly(new Vote.Abstain());

        stand.put(put(annAlone));

        assertDenied(judge(before), "open the group again");
        assertThat(judge(sealed(annAlone, 2))).containsExactly(new Vote.Abstain());
    }

    @Test
    void rotationCountsForTheWholeChange() throws Exception {
        stand.put(put(family));

        List<Vote> votes = judge(sealed(annAlone, 1), put(annAlone), sealed(family, 2));

        assertThat(votes.subList(0, 2)).containsExactly(new Vote.Abstain(), new Vote.Allow());
        assertDenied(votes.subList(2, 3), "open the group again");
    }

    @Test
    void openRowOfAGroupAndSealedRowOfEveryoneAreDenied() throws Exception {
        stand.put(put(family));
        Event.Put sealed = sealed(family, 1);
        var everyone =
                new Event.Put(
                        sealed.key(),
                        null,
                        "note",
                        sealed.body(),
                        sealed.encoding(),
                        Authority.INHERIT);

        assertDenied(judge(row(1, "open")), "must be sealed");
        assertDenied(judge(everyone), "everyone may read it");
    }

    @Test
    void rowOfAGroupThatIsNoneIsDenied() throws Exception {
        assertDenied(judge(sealed(family, 1)), "no reader group");

        stand.put(new Event.Put(GROUP.row(), null, "note", Bytes.EMPTY));

        assertDenied(judge(sealed(family, 1)), "no reader group");
    }

    @Test
    void groupThatForgetsAKeyIsDenied() throws Exception {
        stand.put(put(annAlone));
        Readers other = family(GROUP);
        Readers forgetful = new Readers(GROUP, annAlone.current(), annAlone.members(), List.of());

        assertDenied(judge(put(other)), "forgets its key");
        assertDenied(judge(put(forgetful)), "forgets its key");
        assertDenied(judge(put(family)), "goes back to its older key");
    }

    @Test
    void groupThatIsNotReadableIsDenied() throws Exception {
        var junk = new Event.Put(GROUP.row(), null, Readers.TYPE, Bytes.ofHex("00"));
        var packed =
                new Event.Put(
                        GROUP.row(),
                        null,
                        Readers.TYPE,
                        family.body(),
                        new Encoding(Encoding.Compression.DEFLATE, null),
                        Authority.INHERIT);

        assertDenied(judge(junk), "cut off");
        assertDenied(judge(packed), "stands plain");
    }

    @Test
    void groupIsReadAgainOnlyWhenItHasChanged() throws Exception {
        stand.put(put(family));
        for (int i = 0; i < 10; i++) {
            judge(sealed(family, i));
        }
        assertThat(stand.reads).isEqualTo(1);

        stand.put(put(family));
        judge(sealed(family, 1));

        assertThat(stand.reads).isEqualTo(2);
    }

    @Test
    void rowsOfTheChainItselfAndTombstonesAreNotItsBusiness() throws Exception {
        var key =
                new Event.Put(
                        new RowKey(0, 2),
                        null,
                        "atek.cloud/datachain/key",
                        Bytes.EMPTY,
                        Encoding.PLAIN,
                        row(1, "").authority());

        assertThat(judge(key, new Event.Tombstone(GROUP.row()))).containsOnly(new Vote.Abstain());
    }

    private List<Vote> judge(Event... events) throws IOException {
        return rule.judge(Change.of(events), stand);
    }

    private static Event.Put put(Readers group) {
        return new Event.Put(group.group().row(), null, Readers.TYPE, group.body());
    }

    private static Event.Put sealed(Readers group, long key) {
        try (var sealing = new Sealing(CHAIN, headers(CHAIN))) {
            sealing.hold(good(group.open(ANN)));
            return good(sealing.seal(GROUP.row(), row(key, "x")));
        }
    }

    private static void assertDenied(List<Vote> votes, String because) {
        assertThat(votes).singleElement().isInstanceOf(Vote.Deny.class);
        assertThat(votes.getFirst().toString()).contains(because);
    }
}
