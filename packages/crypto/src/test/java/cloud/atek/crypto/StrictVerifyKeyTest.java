package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictVerifyKeyTest {

    private static final BigInteger ORDER =
            new BigInteger(
                    "7237005577332262213973186563042994240857116359379907606001950938285454250989");

    /// Of order 8.
    private static final String TORSION =
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a";

    private final Random random = new Random(20_21);

    @Test
    void whatIsSignedIsVerifiedAndNothingElse() {
        for (int i = 0; i < 300; i++) {
            byte[] seed = bytes(SigningKey.SEED_BYTES);
            var key = new SigningKey(Secret.owning(seed));
            var strict = new StrictVerifyKey(key.verifyKey());
            byte[] message = bytes(i);
            byte[] signature = key.sign(message).value().toArray();

            assertThat(strict.verifies(message, signature(signature))).isTrue();

            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(strict.verifies(message, signature(signature))).isFalse();
        }
    }

    /// RFC 8032 section 7.1, TEST 3.
    @Test
    void theExampleOfTheSpecificationIsVerified() {
        var key =
                new StrictVerifyKey(
                        VerifyKey.ofHex(
                                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
        byte[] signature =
                HexFormat.of()
                        .parseHex(
                                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

        assertThat(key.verifies(new byte[] {(byte) 0xaf, (byte) 0x82}, signature(signature)))
                .isTrue();
    }

    @Test
    void aSecondHalfThatIsTooLargeIsRefused() {
        var key = new SigningKey(Secret.owning(bytes(SigningKey.SEED_BYTES)));
        byte[] message = bytes(53);
        byte[] signature = key.sign(message).value().toArray();
        byte[] half = Arrays.copyOfRange(signature, 32, 64);
        byte[] larger = little(number(half).add(ORDER));
        System.arraycopy(larger, 0, signature, 32, 32);

        assertThat(new StrictVerifyKey(key.verifyKey()).verifies(message, signature(signature)))
                .isFalse();
    }

    /// Who has the private key can make signatures that some implementations take and others do
    /// not.
    @Test
    void aFirstHalfOutsideOfTheGroupIsRefused() throws Exception {
        CurvePoint.Term torsion = CurvePoint.read(HexFormat.of().parseHex(TORSION)).term();
        byte[] seed = bytes(SigningKey.SEED_BYTES);
        var strict = new StrictVerifyKey(new SigningKey(Secret.copyOf(seed)).verifyKey());
        for (int i = 0; i < 100; i++) {
            byte[] message = bytes(53);
            BigInteger r = new BigInteger(250, random);
            CurvePoint first = times(r);

            assertThat(strict.verifies(message, forged(seed, message, r, first))).isTrue();

            for (int turn = 0; turn < 7; turn++) {
                first.add(torsion);
                assertThat(strict.verifies(message, forged(seed, message, r, first))).isFalse();
            }
        }
    }

    @Test
    void aFirstHalfThatIsNothingIsRefused() throws Exception {
        byte[] seed = bytes(SigningKey.SEED_BYTES);
        byte[] message = bytes(53);
        var strict = new StrictVerifyKey(new SigningKey(Secret.copyOf(seed)).verifyKey());
        Signature nothing = forged(seed, message, BigInteger.ZERO, new CurvePoint());

        assertThat(strict.verifies(message, nothing)).isFalse();
    }

    /// `r` times the base.
    private static CurvePoint times(BigInteger r) {
        return Multiples.difference(
                new Scalar(r),
                StrictVerifyKey.BASE,
                new Scalar(BigInteger.ZERO),
                StrictVerifyKey.BASE);
    }

    /// A signature as RFC 8032 makes it, but for its first half.
    private static Signature forged(byte[] seed, byte[] message, BigInteger r, CurvePoint first)
            throws Exception {
        MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
        byte[] secret = Arrays.copyOf(sha512.digest(seed), 32);
        secret[0] &= (byte) 0xf8;
        secret[31] = (byte) ((secret[31] & 0x7f) | 0x40);
        sha512.update(first.encoded());
        sha512.update(new SigningKey(Secret.copyOf(seed)).verifyKey().value().toArray());
        BigInteger hash = number(sha512.digest(message));
        BigInteger second = r.add(hash.multiply(number(secret))).mod(ORDER);
        byte[] both = Arrays.copyOf(first.encoded(), 64);
        System.arraycopy(little(second), 0, both, 32, 32);
        return signature(both);
    }

    private static BigInteger number(byte[] little) {
        var big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    private static byte[] little(BigInteger number) {
        var little = new byte[32];
        for (int i = 0; i < 32; i++) {
            little[i] = number.shiftRight(8 * i).byteValue();
        }
        return little;
    }

    private static Signature signature(byte[] bytes) {
        return new Signature(Bytes.owning(bytes.clone()));
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
