package cloud.atek.datachain.readers;

import static cloud.atek.datachain.readers.People.ANN;
import static cloud.atek.datachain.readers.People.BOB;
import static cloud.atek.datachain.readers.People.CHAIN;
import static cloud.atek.datachain.readers.People.GROUP;
import static cloud.atek.datachain.readers.People.done;
import static cloud.atek.datachain.readers.People.family;
import static cloud.atek.datachain.readers.People.good;
import static cloud.atek.datachain.readers.People.headers;
import static cloud.atek.datachain.readers.People.reason;
import static cloud.atek.datachain.readers.People.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Encoding;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.testkit.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealingTest {

    private static final RowKey ROW = GROUP.row();

    private final Readers family = family(GROUP);
    private final Sealing anns = sealing(family, ANN);

    @Test
    void membersReadWhatAMemberSealed() {
        Seeds.forAll((random, size) -> {
            var body = new byte[random.nextInt(size * 10)];
            random.nextBytes(body);
            Event.Put plain = with(row(size, ""), Bytes.owning(body), Encoding.PLAIN);

            Event.Put sealed = good(anns.seal(ROW, plain));

            assertThat(sealed.encoding().sealed()).isTrue();
            assertThat(sealed.body().size()).isEqualTo(body.length + 53);
            assertThat(good(sealing(family, BOB).open(sealed))).isEqualTo(plain);
        });
    }

    @Test
    void compressionStaysMarkedUnderTheSeal() {
        var packed = new Encoding(Encoding.Compression.DEFLATE, null);
        Event.Put put = with(row(1, ""), Bytes.ofHex("0102"), packed);

        assertThat(good(anns.open(good(anns.seal(ROW, put))))).isEqualTo(put);
    }

    @Test
    void rowKeepsItsDataKeyUntilTheGroupIsRotated() {
        Bytes first = wrapped(1);

        assertThat(wrapped(1)).isEqualTo(first);
        assertThat(wrapped(2)).isNotEqualTo(first);

        Readers rotated = done(family.rotate(good(family.open(ANN))));
        anns.hold(good(rotated.open(ANN)));
        Bytes next = wrapped(1);

        assertThat(next).isNotEqualTo(first);
        assertThat(wrapped(1)).isEqualTo(next);
    }

    @Test
    void noDataKeySealsTwiceWithOneNonce() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 3_000; i++) {
            String sealed = good(anns.seal(ROW, row(i % 3, "x"))).body().hex();
            // Id of the data key, then the nonce.
            assertThat(seen.add(sealed.substring(2, 34) + sealed.substring(50, 74))).isTrue();
        }
    }

    @Test
    void keptDataKeysAreBoundedAndAForgottenOneIsNotUsedAgain() {
        Bytes first = wrapped(0);
        for (int i = 1; i <= ReaderLimits.SEALERS_MAX; i++) {
            wrapped(i);
        }

        assertThat(wrapped(ReaderLimits.SEALERS_MAX)).isEqualTo(wrapped(ReaderLimits.SEALERS_MAX));
        assertThat(wrapped(0)).isNotEqualTo(first);
    }

    @Test
    void removedMemberReadsTheOldAndNotTheNew() {
        Sealing bobs = sealing(family, BOB);
        Event.Put before = good(anns.seal(ROW, row(1, "before")));

        Readers without = done(family.remove(good(family.open(ANN)), BOB.recipient().id()));
        anns.hold(good(without.open(ANN)));
        Event.Put after = good(anns.seal(ROW, row(1, "after")));

        assertThat(good(bobs.open(before))).isEqualTo(row(1, "before"));
        assertThat(reason(bobs.open(after))).isEqualTo(Reading.Reason.UNKNOWN_KEY);
        assertThat(Reading.Reason.UNKNOWN_KEY.keyMissing()).isTrue();
        assertThat(good(anns.open(before))).isEqualTo(row(1, "before"));
    }

    @Test
    void newcomerReadsTheOld() {
        Event.Put before = good(anns.seal(ROW, row(1, "before")));
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        Readers three =
                done(rotated.add(good(rotated.open(ANN)), People.newcomer(People.CAT, "Cat")));

        assertThat(good(sealing(three, People.CAT).open(before))).isEqualTo(row(1, "before"));
    }

    @Test
    void foreignHeaderIsRefusedAsThat() {
        Event.Put sealed = good(anns.seal(ROW, row(1, "x")));
        Encoding encoding = sealed.encoding();
        var packed = new Encoding(Encoding.Compression.DEFLATE, encoding.wrappedKey());
        Sealing otherChain = new Sealing(CHAIN, headers(SigningKey.random().verifyKey()));
        otherChain.hold(good(family.open(ANN)));

        assertThat(reason(anns.open(with(row(2, ""), sealed.body(), encoding))))
                .isEqualTo(Reading.Reason.WRONG_HEADER);
        assertThat(reason(anns.open(with(sealed, sealed.body(), packed))))
                .isEqualTo(Reading.Reason.WRONG_HEADER);
        assertThat(reason(anns.open(open(sealed)))).isEqualTo(Reading.Reason.WRONG_HEADER);
        assertThat(reason(otherChain.open(sealed))).isEqualTo(Reading.Reason.WRONG_HEADER);
    }

    @Test
    void foreignKeyIsRefusedAsThat() {
        Event.Put sealed = good(anns.seal(ROW, row(1, "x")));
        Event.Put other = good(anns.seal(ROW, row(2, "x")));
        Readers foreign = family(new GroupId(CHAIN, new RowKey(8, 8)));

        assertThat(reason(anns.open(with(sealed, sealed.body(), other.encoding()))))
                .isEqualTo(Reading.Reason.WRONG_KEY);
        assertThat(reason(sealing(foreign, ANN).open(sealed)))
                .isEqualTo(Reading.Reason.UNKNOWN_KEY);
        assertThat(reason(anns.seal(new RowKey(8, 8), row(1, "x"))))
                .isEqualTo(Reading.Reason.UNKNOWN_KEY);
    }

    @Test
    void everyKindOfDamageIsRefusedAsThat() {
        Event.Put sealed = good(anns.seal(ROW, row(1, "hello")));
        byte[] body = sealed.body().toArray();
        byte[] key = keyOf(sealed).toArray();

        assertThat(reason(anns.open(body(sealed, Arrays.copyOf(body, body.length - 1)))))
                .isEqualTo(Reading.Reason.TRUNCATED);
        assertThat(reason(anns.open(body(sealed, new byte[0]))))
                .isEqualTo(Reading.Reason.TRUNCATED);
        assertThat(reason(anns.open(body(sealed, changed(body, body.length - 1)))))
                .isEqualTo(Reading.Reason.DAMAGED);
        assertThat(reason(anns.open(body(sealed, changed(body, 0)))))
                .isEqualTo(Reading.Reason.UNSUPPORTED_VERSION);
        assertThat(reason(anns.open(key(sealed, changed(key, 57)))))
                .isEqualTo(Reading.Reason.DAMAGED);
        assertThat(reason(anns.open(key(sealed, changed(key, 0)))))
                .isEqualTo(Reading.Reason.UNSUPPORTED_VERSION);
        key[1] = 2;
        assertThat(reason(anns.open(key(sealed, key)))).isEqualTo(Reading.Reason.WRONG_KIND);
    }

    @Test
    void mutatedRowIsRefusedAndNeverOpened() {
        Event.Put sealed = good(anns.seal(ROW, row(1, "hello")));
        Seeds.forAll((random, size) -> {
            byte[] body = changed(sealed.body().toArray(), random.nextInt(58));
            byte[] key = changed(keyOf(sealed).toArray(), random.nextInt(58));
            assertThat(anns.open(body(sealed, body))).isInstanceOf(Reading.Refused.class);
            assertThat(anns.open(key(sealed, key))).isInstanceOf(Reading.Refused.class);
        });
    }

    @Test
    void olderStateOfAGroupDoesNotReplaceTheNewer() {
        Readers rotated = done(family.rotate(good(family.open(ANN))));
        anns.hold(good(rotated.open(ANN)));
        ReadKeys late = good(family.open(ANN));

        anns.hold(late);

        assertThat(reason(sealing(family, BOB).open(good(anns.seal(ROW, row(1, "x"))))))
                .isEqualTo(Reading.Reason.UNKNOWN_KEY);
        assertThatThrownBy(late::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void misuseIsToldAtOnce() {
        Event.Put sealed = good(anns.seal(ROW, row(1, "x")));
        ReadKeys elsewhere =
                good(family(new GroupId(SigningKey.random().verifyKey(), ROW)).open(ANN));

        assertThatThrownBy(() -> anns.seal(ROW, sealed))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anns.open(row(1, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> anns.hold(elsewhere)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingWipesTheKeys() {
        ReadKeys keys = good(family.open(ANN));
        var sealing = new Sealing(CHAIN, headers(CHAIN));
        sealing.hold(keys);
        sealing.hold(keys);
        Event.Put sealed = good(sealing.seal(ROW, row(1, "x")));

        sealing.close();

        assertThatThrownBy(keys::current).isInstanceOf(IllegalStateException.class);
        assertThat(reason(sealing.open(sealed))).isEqualTo(Reading.Reason.UNKNOWN_KEY);
    }

    private Bytes wrapped(long row) {
        return keyOf(good(anns.seal(ROW, row(row, "x"))));
    }

    private static Bytes keyOf(Event.Put sealed) {
        return requireNonNull(sealed.encoding().wrappedKey());
    }

    private static Sealing sealing(Readers group, RecipientKey member) {
        var sealing = new Sealing(CHAIN, headers(CHAIN));
        sealing.hold(good(group.open(member)));
        return sealing;
    }

    private static Event.Put body(Event.Put put, byte[] body) {
        return with(put, Bytes.owning(body), put.encoding());
    }

    private static Event.Put key(Event.Put put, byte[] wrapped) {
        var encoding = new Encoding(Encoding.Compression.NONE, Bytes.copyOf(wrapped));
        return with(put, put.body(), encoding);
    }

    /// The same for everyone to read.
    private static Event.Put open(Event.Put put) {
        return new Event.Put(
                put.key(), put.place(), put.type(), put.body(), put.encoding(), Authority.INHERIT);
    }

    private static Event.Put with(Event.Put put, Bytes body, Encoding encoding) {
        return new Event.Put(put.key(), put.place(), put.type(), body, encoding, put.authority());
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] other = bytes.clone();
        other[at] ^= 0x40;
        return other;
    }
}
