package cloud.atek.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The algorithms under this package, each against numbers of its standard.
class StandardsTest {

    /// The GCM specification by McGrew and Viega, test case 16.
    @Test
    void aesGcmIsThatOfTheStandard() {
        Secret key = secret("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        byte[] nonce = bytes("cafebabefacedbaddecaf888");
        byte[][] header = {bytes("feedfacedeadbeeffeedfacedeadbeef"), bytes("abaddad2")};
        byte[] body =
                bytes(
                        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        String wanted =
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b";

        var sealed = new byte[body.length + Aes.TAG_BYTES];
        Aes.seal(key, nonce, header, body, sealed, 0);

        assertThat(hex(sealed)).isEqualTo(wanted);
        assertThat(Aes.open(key, nonce, header, sealed, 0)).isEqualTo(body);
    }

    /// RFC 3394, section 4.6: 256 bits of key data with a 256-bit wrapping key.
    @Test
    void aesKeyWrapIsThatOfTheStandard() {
        Secret wrapping =
                secret("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] key = bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");

        byte[] wrapped = Aes.wrap(wrapping, key);

        assertThat(hex(wrapped))
                .isEqualTo(
                        "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326"
                                + "cbc7f0e71a99f43bfb988b9b7a02dd21");
        assertThat(Aes.unwrap(wrapping, wrapped)).isEqualTo(key);
    }

    /// RFC 5869, appendix A.1: its PRK and OKM.
    @Test
    void hkdfIsThatOfTheStandard() {
        byte[] prk = bytes("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");

        assertThat(hex(Derived.expand(prk, bytes("f0f1f2f3f4f5f6f7f8f9"), 42)))
                .isEqualTo(
                        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                                + "34007208d5b887185865");
    }

    /// draft-connolly-cfrg-xwing-kem, appendix C: seed, randomness of the sender, shared secret;
    /// the ciphertext by its SHA-256.
    @ParameterizedTest
    @CsvSource({
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26,"
                + "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2,"
                + "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384,"
                + "17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33",
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea,"
                + "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
                + "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d,"
                + "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150,"
                + "1661ea86d608a1924ba30840cb0a65f13ae051e3aec9cf0f064efc0bc92f2154",
        "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9,"
                + "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
                + "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b,"
                + "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f,"
                + "d3ca5578500344b5896cffc4fd740c9311946b82951df155e6fd86a7966b43c6",
    })
    void xWingIsThatOfTheDraft(String seed, String randomness, String shared, String ciphertext) {
        Recipient recipient = new RecipientKey(secret(seed)).recipient();
        byte[] exported = recipient.exported().toArray();
        byte[] raw = Arrays.copyOfRange(exported, 1, exported.length);
        var publicKey = new XWingPublicKeyParameters(raw);

        var made = new XWingKEMGenerator(giving(bytes(randomness))).generateEncapsulated(publicKey);

        assertThat(hex(made.getSecret())).isEqualTo(shared);
        assertThat(Hash.of(made.getEncapsulation()).hex()).isEqualTo(ciphertext);
        var privateKey = new XWingPrivateKeyParameters(bytes(seed));
        assertThat(hex(new XWingKEMExtractor(privateKey).extractSecret(made.getEncapsulation())))
                .isEqualTo(shared);
    }

    /// RFC 9180, appendix A.1.1 (X25519, HKDF-SHA256, AES-128-GCM), sequence number 0: the same key
    /// schedule as ours by the same code, under another KEM.
    @Test
    void hpkeIsThatOfTheStandard() throws Exception {
        var hpke =
                new HPKE(
                        HPKE.mode_base,
                        HPKE.kem_X25519_SHA256,
                        HPKE.kdf_HKDF_SHA256,
                        HPKE.aead_AES_GCM128);
        var pair =
                hpke.deserializePrivateKey(
                        bytes("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                        bytes("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"));

        byte[] opened =
                hpke.open(
                        bytes("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"),
                        pair,
                        bytes("4f6465206f6e2061204772656369616e2055726e"),
                        bytes("436f756e742d30"),
                        bytes(
                                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                                        + "6d8770ac83d07bea87e13c512a"),
                        null,
                        null,
                        null);

        assertThat(hex(opened))
                .isEqualTo("4265617574792069732074727574682c20747275746820626561757479");
    }

    private static SecureRandom giving(byte[] bytes) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1;
            private int at;

            @Override
            public void nextBytes(byte[] out) {
                System.arraycopy(bytes, at, out, 0, out.length);
                at += out.length;
            }
        };
    }

    private static Secret secret(String hex) {
        return Secret.owning(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return Bytes.owning(bytes).hex();
    }
}
