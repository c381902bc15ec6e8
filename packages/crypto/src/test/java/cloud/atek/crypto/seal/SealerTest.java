package cloud.atek.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SealerTest {

    private static final byte[] HEADER = "chain, row".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BODY = "the body".getBytes(StandardCharsets.US_ASCII);

    /// Made by another program of the table in [DataKey], of a key and a nonce of zeros.
    private static final String GOLDEN =
            "01f22086d95f8ec6ca4c7dc6d7bf61ee239460923d000000080000000000"
                    + "000000000000006c894c08abb4e4f581fcf2e5d285a4b76725096c2f20ab7d";

    private final DataKey key = DataKey.random();

    @Test
    void sealedBodyOpensUnderItsKeyAndHeader() {
        Seeds.forAll((random, size) -> {
            var header = new byte[size - 1];
            var body = new byte[size * size - 1];
            random.nextBytes(header);
            random.nextBytes(body);

            byte[] sealed = key.sealer().seal(header, body);

            assertThat(sealed).hasSize(body.length + DataKey.OVERHEAD_BYTES);
            assertThat(key.open(header, sealed)).isEqualTo(new Opened.Good<>(Bytes.owning(body)));
        });
    }

    /// A change that breaks this breaks every stored body.
    @Test
    void goldenBodyOpens() {
        var golden = new DataKey(Secret.owning(new byte[DataKey.BYTES]));

        assertThat(golden.id().toString()).isEqualTo(GOLDEN.substring(2, 34));
        assertThat(golden.open(HEADER, Bytes.ofHex(GOLDEN).toArray()))
                .isEqualTo(new Opened.Good<>(Bytes.copyOf(BODY)));
    }

    @Test
    void noNonceIsUsedTwiceAcrossSealersAndThreads() throws Exception {
        Set<Bytes> nonces = ConcurrentHashMap.newKeySet();
        var shared = key.sealer();
        var tasks = new HashSet<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 8; thread++) {
                tasks.add(
                        threads.submit(() -> {
                            var own = key.sealer();
                            for (int i = 0; i < 2000; i++) {
                                nonces.add(nonce(shared));
                                nonces.add(nonce(own));
                            }
                        }));
            }
        }
        for (Future<?> task : tasks) {
            task.get();
        }

        assertThat(nonces).hasSize(8 * 2 * 2000);
        assertThat(shared.left()).isEqualTo(Sealer.BODIES_MAX - 8 * 2000);
    }

    @Test
    void counterNeverTurnsOver() {
        var sealer = new Sealer(key, Sealer.BODIES_MAX - 2);

        assertThat(nonce(sealer).hex()).endsWith("fffffe");
        assertThat(nonce(sealer).hex()).endsWith("ffffff");
        assertThat(sealer.left()).isZero();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sealer.seal(HEADER, BODY))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this sealer has sealed 16777216 bodies: take a new data key");
        }
        assertThat(sealer.left()).isZero();
    }

    @Test
    void eachFlippedByteIsRefusedForItsOwnReason() {
        byte[] sealed = key.sealer().seal(HEADER, BODY);
        for (int at = 0; at < sealed.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] hit = sealed.clone();
                hit[at] ^= (byte) (1 << bit);

                assertThat(reason(key.open(HEADER, hit))).as("byte " + at).isIn(reasons(at));
            }
        }
    }

    @Test
    void foreignKeyAndHeaderAreToldApart() {
        byte[] sealed = key.sealer().seal(HEADER, BODY);
        DataKey other = DataKey.random();

        assertThat(other.open(HEADER, sealed))
                .isEqualTo(
                        Opened.refused(
                                Opened.Reason.WRONG_KEY,
                                "the body is sealed with the key "
                                        + key.id()
                                        + ", this is "
                                        + other.id()));
        assertThat(reason(key.open(BODY, sealed))).isEqualTo(Opened.Reason.WRONG_HEADER);
    }

    /// The hints in front can be forged; the seal cannot.
    @Test
    void forgedHintsOpenNothing() {
        DataKey other = DataKey.random();
        byte[] sealed = key.sealer().seal(HEADER, BODY);
        byte[] forId = sealed.clone();
        System.arraycopy(other.sealer().seal(HEADER, BODY), 0, forId, 0, 17);
        byte[] forHeader = sealed.clone();
        System.arraycopy(key.sealer().seal(BODY, BODY), 17, forHeader, 17, 4);

        assertThat(reason(other.open(HEADER, forId))).isEqualTo(Opened.Reason.DAMAGED);
        assertThat(reason(key.open(BODY, forHeader))).isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void everyCutIsTruncatedAndEveryTailIsDamage() {
        byte[] sealed = key.sealer().seal(HEADER, BODY);
        for (int size = 0; size < sealed.length; size++) {
            assertThat(reason(key.open(HEADER, Arrays.copyOf(sealed, size))))
                    .isEqualTo(Opened.Reason.TRUNCATED);
        }
        assertThat(reason(key.open(HEADER, Arrays.copyOf(sealed, sealed.length + 1))))
                .isEqualTo(Opened.Reason.DAMAGED);
    }

    @Test
    void bodyOverTheLimitIsRefusedBeforeANonceIsLost() {
        var sealer = key.sealer();

        assertThatThrownBy(() -> sealer.seal(HEADER, new byte[DataKey.BODY_BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a body has at most 16777216 bytes, not 16777217");
        assertThat(sealer.left()).isEqualTo(Sealer.BODIES_MAX);
    }

    @Test
    void randomBytesNeverOpenAndNeverThrow() {
        Seeds.forAll((random, size) -> {
            byte[] noise = new byte[random.nextInt(4 * size)];
            random.nextBytes(noise);
            byte[] known = key.sealer().seal(HEADER, BODY);
            System.arraycopy(known, 0, noise, 0, Math.min(noise.length, random.nextInt(38)));

            assertThat(key.open(HEADER, noise)).isInstanceOf(Opened.Refused.class);
        });
    }

    @Test
    void wipedKeyOpensNothingAndNoKeyPrints() {
        byte[] sealed = key.sealer().seal(HEADER, BODY);
        assertThat(key.toString()).isEqualTo("DataKey[" + key.id() + "]");

        key.wipe();

        assertThatThrownBy(() -> key.open(HEADER, sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::secret).isInstanceOf(IllegalStateException.class);
    }

    private static List<Opened.Reason> reasons(int at) {
        if (at == 0) {
            return List.of(Opened.Reason.UNSUPPORTED_VERSION);
        }
        if (at < 17) {
            return List.of(Opened.Reason.WRONG_KEY);
        }
        if (at < 21) {
            return List.of(Opened.Reason.WRONG_HEADER);
        }
        return at < 25
                ? List.of(Opened.Reason.TRUNCATED, Opened.Reason.DAMAGED)
                : List.of(Opened.Reason.DAMAGED);
    }

    private static Bytes nonce(Sealer sealer) {
        byte[] sealed = sealer.seal(HEADER, BODY);
        return Bytes.owning(Arrays.copyOfRange(sealed, DataKey.NONCE_AT, DataKey.BODY_AT));
    }

    private static Opened.Reason reason(Opened<?> opened) {
        return ((Opened.Refused<?>) opened).reason();
    }
}
