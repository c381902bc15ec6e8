package cloud.atek.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.testkit.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WrapTest {

    private static final byte[] CONTEXT = {1, 2, 3};

    private final DataKey dataKey = DataKey.random();
    private final ReadKey readKey = ReadKey.random();
    private final RecipientKey person = new RecipientKey(Secret.owning(new byte[32]));

    @Test
    void wrappedKeysComeBack() {
        Recipient recipient = new Recipient(person.recipient().exported());

        assertThat(readKey.unwrapDataKey(readKey.wrap(dataKey))).isEqualTo(good(dataKey));
        assertThat(readKey.unwrapReadKey(readKey.wrap(readKey))).isEqualTo(good(readKey));
        assertThat(person.unwrapDataKey(recipient.wrap(dataKey, CONTEXT), CONTEXT))
                .isEqualTo(good(dataKey));
        assertThat(person.unwrapReadKey(recipient.wrap(readKey, CONTEXT), CONTEXT))
                .isEqualTo(good(readKey));
        assertThat(recipient).isEqualTo(person.recipient());
    }

    @Test
    void wrappedKeyNamesTheKeyThatOpensIt() {
        Bytes byKey = Bytes.owning(readKey.wrap(dataKey));
        Bytes byPerson = Bytes.owning(person.recipient().wrap(dataKey, CONTEXT));

        assertThat(KeyId.namedIn(byKey)).isEqualTo(readKey.id());
        assertThat(KeyId.namedIn(byPerson)).isEqualTo(person.recipient().id());
        assertThatThrownBy(() -> KeyId.namedIn(Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Made by another program of the table in [ReadKey]: a change that breaks this breaks every
    /// stored key.
    @Test
    void goldenWrappedKeyComesBack() {
        var golden = new ReadKey(Secret.owning(new byte[ReadKey.BYTES]));
        var counting = new byte[DataKey.BYTES];
        for (int i = 0; i < counting.length; i++) {
            counting[i] = (byte) i;
        }

        byte[] wrapped = golden.wrap(new DataKey(Secret.owning(counting)));

        assertThat(Bytes.owning(wrapped).hex())
                .isEqualTo(
                        "0101986c02a6faebb55cb7a5253c821d915fe051f6d2a250b92dc9cae63d"
                                + "c31c8033c2bcaa2ddcfb5aacc1cf429f156e1f2ec58307ebd7df3675");
    }

    /// A member leaves: the others get a new read key, the bodies stay as they are.
    @Test
    void rotationLeavesBodiesAloneAndShutsTheOldKeyOut() {
        byte[] sealed = dataKey.sealer().seal(CONTEXT, new byte[] {7});
        ReadKey next = ReadKey.random();
        byte[] older = next.wrap(readKey);
        DataKey newer = DataKey.random();

        ReadKey found = value(next.unwrapReadKey(older));
        DataKey body = value(found.unwrapDataKey(readKey.wrap(dataKey)));
        assertThat(body.open(CONTEXT, sealed)).isEqualTo(good(Bytes.copyOf(new byte[] {7})));
        assertThat(reason(readKey.unwrapDataKey(next.wrap(newer))))
                .isEqualTo(Opened.Reason.WRONG_KEY);
    }

    @Test
    void foreignReaderKindAndContextAreToldApart() {
        Recipient recipient = person.recipient();
        byte[] wrapped = recipient.wrap(dataKey, CONTEXT);

        assertThat(reason(RecipientKey.random().unwrapDataKey(wrapped, CONTEXT)))
                .isEqualTo(Opened.Reason.WRONG_KEY);
        assertThat(reason(person.unwrapDataKey(wrapped, new byte[] {1})))
                .isEqualTo(Opened.Reason.WRONG_HEADER);
        assertThat(person.unwrapReadKey(wrapped, CONTEXT))
                .isEqualTo(
                        Opened.refused(
                                Opened.Reason.WRONG_KIND,
                                "a wrapped read key was wanted, a data key came"));
        assertThat(reason(readKey.unwrapReadKey(readKey.wrap(dataKey))))
                .isEqualTo(Opened.Reason.WRONG_KIND);
        assertThat(reason(ReadKey.random().unwrapDataKey(readKey.wrap(dataKey))))
                .isEqualTo(Opened.Reason.WRONG_KEY);
    }

    @Test
    void wrappedKeyNeverPassesForAnotherKind() {
        byte[] forReader = readKey.wrap(dataKey);
        forReader[1] = KeyKind.READ.code();
        byte[] forPerson = person.recipient().wrap(dataKey, CONTEXT);
        forPerson[1] = KeyKind.READ.code();

        assertThat(reason(readKey.unwrapReadKey(forReader))).isEqualTo(Opened.Reason.DAMAGED);
        assertThat(reason(person.unwrapReadKey(forPerson, CONTEXT)))
                .isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void eachFlippedByteForReadersIsRefusedForItsOwnReason() {
        byte[] wrapped = readKey.wrap(dataKey);
        assertThat(wrapped).hasSize(ReadKey.WRAPPED_BYTES);
        for (int at = 0; at < wrapped.length; at++) {
            byte[] hit = wrapped.clone();
            hit[at] ^= 4;

            assertThat(reason(readKey.unwrapDataKey(hit))).isEqualTo(wantedForReader(at));
        }
    }

    @Test
    void eachFlippedByteForPeopleIsRefusedForItsOwnReason() {
        byte[] wrapped = person.recipient().wrap(dataKey, CONTEXT);
        assertThat(wrapped).hasSize(Recipient.WRAPPED_BYTES);
        for (int at = 0; at < wrapped.length; at++) {
            byte[] hit = wrapped.clone();
            hit[at] ^= 4;
            Opened.Reason wanted =
                    at >= 18 && at < 22 ? Opened.Reason.WRONG_HEADER : wantedForReader(at);

            assertThat(reason(person.unwrapDataKey(hit, CONTEXT))).isEqualTo(wanted);
        }
    }

    @Test
    void cutsAndTailsAreRefused() {
        byte[] forReader = readKey.wrap(dataKey);
        byte[] forPerson = person.recipient().wrap(dataKey, CONTEXT);
        for (int size = 0; size < forReader.length; size++) {
            assertThat(reason(readKey.unwrapDataKey(Arrays.copyOf(forReader, size))))
                    .isEqualTo(Opened.Reason.TRUNCATED);
        }
        for (int size = 0; size < forPerson.length; size++) {
            assertThat(reason(person.unwrapDataKey(Arrays.copyOf(forPerson, size), CONTEXT)))
                    .isEqualTo(Opened.Reason.TRUNCATED);
        }
        assertThat(reason(readKey.unwrapDataKey(Arrays.copyOf(forReader, 59))))
                .isEqualTo(Opened.Reason.DAMAGED);
        assertThat(reason(person.unwrapDataKey(Arrays.copyOf(forPerson, 1191), CONTEXT)))
                .isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void randomBytesBehindGoodFieldsNeverOpenAndNeverThrow() {
        byte[] forPerson = person.recipient().wrap(dataKey, CONTEXT);
        byte[] forReader = readKey.wrap(dataKey);
        Seeds.forAll((random, _) -> {
            assertThat(person.unwrapDataKey(noise(random, forPerson, 22), CONTEXT))
                    .isInstanceOf(Opened.Refused.class);
            assertThat(readKey.unwrapDataKey(noise(random, forReader, 18)))
                    .isInstanceOf(Opened.Refused.class);
        });
    }

    /// An X25519 point of small order makes that half the same for everyone.
    @Test
    void smallOrderPointIsRefusedOnBothSides() {
        byte[] exported = person.recipient().exported().toArray();
        Arrays.fill(exported, exported.length - 32, exported.length, (byte) 0);
        byte[] wrapped = person.recipient().wrap(dataKey, CONTEXT);
        Arrays.fill(wrapped, Recipient.SECRET_AT - 32, Recipient.SECRET_AT, (byte) 0);

        assertThatThrownBy(() -> new Recipient(Bytes.owning(exported)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a recipient with a weak X25519 key");
        assertThat(reason(person.unwrapDataKey(wrapped, CONTEXT))).isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void otherExportsAreRefused() {
        byte[] newer = person.recipient().exported().toArray();
        newer[0] = 2;
        byte[] outOfRange = person.recipient().exported().toArray();
        Arrays.fill(outOfRange, 1, 1185, (byte) 0xff);

        assertThatThrownBy(() -> new Recipient(Bytes.owning(newer)))
                .hasMessage("a recipient of version 1 has 1217 bytes, not 1217 of version 2");
        assertThatThrownBy(() -> new Recipient(Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Recipient(Bytes.owning(outOfRange)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Opened.Reason wantedForReader(int at) {
        return switch (at) {
            case 0 -> Opened.Reason.UNSUPPORTED_VERSION;
            default -> at >= 2 && at < 18 ? Opened.Reason.WRONG_KEY : Opened.Reason.DAMAGED;
        };
    }

    private static byte[] noise(java.util.random.RandomGenerator random, byte[] good, int keep) {
        var noise = new byte[good.length];
        random.nextBytes(noise);
        System.arraycopy(good, 0, noise, 0, keep);
        return noise;
    }

    private static <T> Opened<T> good(T value) {
        return new Opened.Good<>(value);
    }

    private static <T> T value(Opened<T> opened) {
        return ((Opened.Good<T>) opened).value();
    }

    private static Opened.Reason reason(Opened<?> opened) {
        return ((Opened.Refused<?>) opened).reason();
    }
}
