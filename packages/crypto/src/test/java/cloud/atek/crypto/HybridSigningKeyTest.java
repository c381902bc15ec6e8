package cloud.atek.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HybridSigningKeyTest {

    private static final String CONTEXT = "atek.cloud/test/1";
    private static final String COMPOSITE = "MLDSA65-Ed25519-SHA512";
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final int ED25519_AT = 1 + HybridParts.ML_DSA_SIGNATURE_BYTES;

    private final HybridSigningKey key = new HybridSigningKey(Secret.copyOf(counting(64)));

    @Test
    void signatureIsGoodForItsMessageContextAndKeyOnly() {
        HybridSignature signature = key.sign(CONTEXT, MESSAGE);
        HybridVerifyKey verifyKey = key.verifyKey();

        assertThat(verifyKey.verifies(CONTEXT, MESSAGE, signature)).isTrue();
        assertThat(verifyKey.check(CONTEXT + "1", MESSAGE, signature))
                .isEqualTo(HybridVerifyKey.Verdict.BAD);
        assertThat(verifyKey.check(CONTEXT, new byte[] {1, 2}, signature))
                .isEqualTo(HybridVerifyKey.Verdict.BAD);
        assertThat(HybridSigningKey.random().verifyKey().check(CONTEXT, MESSAGE, signature))
                .isEqualTo(HybridVerifyKey.Verdict.BAD);
        assertThat(key.sign(CONTEXT, MESSAGE)).isEqualTo(signature);
    }

    @Test
    void eachBadHalfIsNamed() {
        byte[] good = key.sign(CONTEXT, MESSAGE).encoded().toArray();
        byte[] oldBroken = good.clone();
        oldBroken[ED25519_AT] ^= 1;
        byte[] quantumBroken = good.clone();
        quantumBroken[1] ^= 1;

        assertThat(check(oldBroken)).isEqualTo(HybridVerifyKey.Verdict.BAD_ED25519);
        assertThat(check(quantumBroken)).isEqualTo(HybridVerifyKey.Verdict.BAD_ML_DSA);
    }

    @Test
    void halvesOfTwoKeysAreRefused() {
        byte[] mixed = key.sign(CONTEXT, MESSAGE).encoded().toArray();
        byte[] other = HybridSigningKey.random().sign(CONTEXT, MESSAGE).encoded().toArray();
        System.arraycopy(other, ED25519_AT, mixed, ED25519_AT, Signature.BYTES);

        assertThat(check(mixed)).isEqualTo(HybridVerifyKey.Verdict.BAD_ED25519);
    }

    @Test
    void halvesAreNoPlainSignatures() throws Exception {
        HybridSignature signature = key.sign(CONTEXT, MESSAGE);
        byte[] encoded = key.verifyKey().encoded().toArray();
        var ed25519 =
                new VerifyKey(Bytes.owning(Arrays.copyOfRange(encoded, encoded.length - 32, 1985)));

        assertThat(ed25519.verifies(MESSAGE, signature.ed25519())).isFalse();
        var jdk = java.security.Signature.getInstance("ML-DSA-65");
        jdk.initVerify(jdkKey(Arrays.copyOfRange(encoded, 1, 1953)));
        jdk.update(MESSAGE);
        assertThat(jdk.verify(signature.mlDsa())).isFalse();
    }

    /// Bouncy Castle's own composite signature, which is tested with the vectors of the draft. It
    /// only works as a registered provider.
    @Test
    void anotherImplementationOfTheDraftTakesOurSignaturesAndWeItsOwn() throws Exception {
        var provider = new BouncyCastleProvider();
        Security.addProvider(provider);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(COMPOSITE, provider);
            KeyPair pair = generator.generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            var ours = new HybridSigningKey(Secret.owning(tail(pkcs8, 64)));
            assertThat(ours.verifyKey().encoded().hex()).isEqualTo("01" + hex(tail(spki, 1984)));

            var theirs = java.security.Signature.getInstance(COMPOSITE, provider);
            theirs.setParameter(
                    new ContextParameterSpec(CONTEXT.getBytes(StandardCharsets.US_ASCII)));
            theirs.initSign(pair.getPrivate());
            theirs.update(MESSAGE);
            var made = new HybridSignature(Bytes.ofHex("01" + hex(theirs.sign())));
            assertThat(ours.verifyKey().verifies(CONTEXT, MESSAGE, made)).isTrue();

            byte[] signed = ours.sign(CONTEXT, MESSAGE).encoded().toArray();
            theirs.initVerify(pair.getPublic());
            theirs.update(MESSAGE);
            assertThat(theirs.verify(tail(signed, 3373))).isTrue();
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /// The JDK's ML-DSA makes the same key of the same seed, so the two agree on FIPS 204.
    @Test
    void jdkMakesTheSameMlDsaKeyOfTheSeed() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-DSA-65");
        generator.initialize(NamedParameterSpec.ML_DSA_65, seeded(counting(32)));
        byte[] spki = generator.generateKeyPair().getPublic().getEncoded();

        assertThat(hex(Arrays.copyOfRange(spki, spki.length - 1952, spki.length)))
                .isEqualTo(key.verifyKey().encoded().hex().substring(2, 2 + 2 * 1952));
    }

    @Test
    void oneFlippedBitAnywhereIsRefused() {
        byte[] good = key.sign(CONTEXT, MESSAGE).encoded().toArray();
        Seeds.forAll((random, _) -> {
            byte[] hit = good.clone();
            hit[1 + random.nextInt(good.length - 1)] ^= (byte) (1 << random.nextInt(8));

            assertThat(check(hit)).isNotEqualTo(HybridVerifyKey.Verdict.GOOD);
        });
    }

    @Test
    void otherSizesAndVersionsAreRefused() {
        byte[] signature = key.sign(CONTEXT, MESSAGE).encoded().toArray();
        byte[] verifyKey = key.verifyKey().encoded().toArray();
        signature[0] = 2;
        verifyKey[0] = 3;

        assertThatThrownBy(() -> new HybridSignature(Bytes.owning(signature)))
                .hasMessage("a hybrid signature of version 2, not 1");
        assertThatThrownBy(() -> new HybridVerifyKey(Bytes.owning(verifyKey)))
                .hasMessage("a hybrid public key of version 3, not 1");
        assertThatThrownBy(() -> new HybridVerifyKey(Bytes.EMPTY))
                .hasMessage("a hybrid public key has 1985 bytes, not 0");
        assertThatThrownBy(() -> new HybridSignature(Bytes.copyOf(new byte[3375])))
                .hasMessage("a hybrid signature has 3374 bytes, not 3375");
        assertThat(new HybridVerifyKey(key.verifyKey().encoded())).isEqualTo(key.verifyKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Grüße", "line\n"})
    void contextOutsideItsShapeIsRefused(String context) {
        assertThatThrownBy(() -> key.sign(context, MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a signing context has 1 to 255");
        assertThatThrownBy(() -> key.sign("x".repeat(256), MESSAGE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wipedKeySignsNothingAndNoKeyPrints() {
        HybridSigningKey mine = HybridSigningKey.random();
        String seed = hex(mine.seed().toArray());
        assertThat(mine.toString()).doesNotContain(seed).contains(mine.verifyKey().id().hex());

        mine.wipe();

        assertThatThrownBy(() -> mine.sign(CONTEXT, MESSAGE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(mine::seed).isInstanceOf(IllegalStateException.class);
    }

    private HybridVerifyKey.Verdict check(byte[] signature) {
        return key.verifyKey()
                .check(CONTEXT, MESSAGE, new HybridSignature(Bytes.copyOf(signature)));
    }

    private static PublicKey jdkKey(byte[] raw) throws Exception {
        byte[] any =
                KeyPairGenerator.getInstance("ML-DSA-65")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded();
        byte[] spki =
                ByteBuffer.allocate(any.length)
                        .put(any, 0, any.length - raw.length)
                        .put(raw)
                        .array();
        return KeyFactory.getInstance("ML-DSA-65").generatePublic(new X509EncodedKeySpec(spki));
    }

    private static SecureRandom seeded(byte[] seed) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
    }

    private static byte[] tail(byte[] bytes, int size) {
        return Arrays.copyOfRange(bytes, bytes.length - size, bytes.length);
    }

    private static byte[] counting(int size) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
