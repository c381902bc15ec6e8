package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyTest {

    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /// RFC 8032, section 7.1: TEST 1, TEST 2, TEST 3.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
                + "'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,"
                + "72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,"
                + "af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void signsLikeTheStandard(String seed, String publicKey, String message, String signature) {
        byte[] bytes = HexFormat.of().parseHex(message);

        var key = new SigningKey(Secret.copyOf(HexFormat.of().parseHex(seed)));

        assertThat(key.verifyKey().hex()).isEqualTo(publicKey);
        assertThat(key.sign(bytes).value().hex()).isEqualTo(signature);
        assertThat(key.verifyKey().verifies(bytes, new Signature(Bytes.ofHex(signature)))).isTrue();
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() {
        SigningKey key = SigningKey.random();
        Seeds.forAll((random, size) -> {
            var message = new byte[size];
            random.nextBytes(message);
            byte[] signature = key.sign(message).value().toArray();
            int at = random.nextInt(signature.length + message.length);
            byte[] hit = at < signature.length ? signature : message;
            int index = at < signature.length ? at : at - signature.length;
            hit[index] ^= (byte) (1 << random.nextInt(8));

            assertThat(key.verifyKey().verifies(message, signature(signature))).isFalse();
        });
    }

    @Test
    void secondSpellingOfASignatureIsRefused() {
        SigningKey key = SigningKey.random();
        byte[] message = {1, 2, 3};
        byte[] signature = key.sign(message).value().toArray();

        // S + L is the same scalar: a lax verifier takes it.
        BigInteger grown = littleEndian(signature).add(ORDER);
        for (int i = 0; i < 32; i++) {
            signature[32 + i] = grown.shiftRight(8 * i).byteValue();
        }

        assertThat(key.verifyKey().verifies(message, signature(signature))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // The neutral point, a point of order 8, a y that is not below p.
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
    })
    void weakAndBrokenKeysAreRefused(String hex) {
        assertThatThrownBy(() -> VerifyKey.ofHex(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an Ed25519 public key");
    }

    @Test
    void privateKeyNeverPrints() {
        Secret seed = Secret.random(32);
        var key = new SigningKey(seed);

        String hex = HexFormat.of().formatHex(seed.toArray());

        assertThat(key.toString() + seed).doesNotContain(hex).contains(key.verifyKey().hex());
    }

    private static Signature signature(byte[] bytes) {
        return new Signature(Bytes.copyOf(bytes));
    }

    private static BigInteger littleEndian(byte[] signature) {
        BigInteger scalar = BigInteger.ZERO;
        for (int i = 31; i >= 0; i--) {
            scalar = scalar.shiftLeft(8).or(BigInteger.valueOf(signature[32 + i] & 0xff));
        }
        return scalar;
    }
}
