package cloud.atek.earthstar.seal;

import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Keypair;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/// The keys that authors sign with, as keys to agree on secrets with: Ed25519 and X25519 are one
/// curve in two coordinates. Sources: RFC 7748 section 4.1, RFC 8032 section 5.1.5.
final class Curve {

    static final int KEY_BYTES = 32;

    private static final BigInteger P =
            BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private Curve() {}

    /// The key of an author to seal for.
    static PublicKey publicKey(Address.Author author) throws GeneralSecurityException {
        byte[] y = author.publicKey();
        if (y.length != KEY_BYTES) {
            throw new GeneralSecurityException("a key of " + y.length + " bytes");
        }
        y[KEY_BYTES - 1] &= 0x7f;
        BigInteger v = number(y);
        BigInteger under = BigInteger.ONE.subtract(v).mod(P);
        if (under.signum() == 0) {
            throw new GeneralSecurityException("a key that nobody has");
        }
        BigInteger u = BigInteger.ONE.add(v).multiply(under.modInverse(P)).mod(P);
        return publicKey(u);
    }

    /// The key of an author to open with.
    static PrivateKey privateKey(Keypair author) throws GeneralSecurityException {
        byte[] seed = author.seed();
        byte[] scalar = Arrays.copyOf(MessageDigest.getInstance("SHA-512").digest(seed), KEY_BYTES);
        Arrays.fill(seed, (byte) 0);
        // The JDK clears and sets the bits that RFC 7748 wants.
        return KeyFactory.getInstance("X25519")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
    }

    static KeyPair fresh() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("X25519").generateKeyPair();
    }

    static byte[] bytes(PublicKey key) {
        byte[] big = ((XECPublicKey) key).getU().toByteArray();
        var little = new byte[KEY_BYTES];
        for (int i = 0; i < big.length && i < KEY_BYTES; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return publicKey(number(bytes));
    }

    /// @throws GeneralSecurityException also for keys that make the secret one that all know
    static byte[] shared(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    private static PublicKey publicKey(BigInteger u) throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519")
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
    }

    private static BigInteger number(byte[] little) {
        var big = new byte[little.length];
        for (int i = 0; i < little.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big);
    }
}
