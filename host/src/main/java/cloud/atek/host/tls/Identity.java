package cloud.atek.host.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.host.config.SafeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A key with the certificate that speaks for it.
///
/// @param chain the certificate first, then who signed each
record Identity(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] PROBE = "does this key fit this certificate".getBytes(US_ASCII);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    boolean endsBefore(Instant when) {
        return certificate().getNotAfter().toInstant().isBefore(when);
    }

    /// A file that only its owner can read: the key, then the chain.
    void write(Path file) throws IOException {
        var text = new StringBuilder(Pem.text(Pem.KEY, key.getEncoded()));
        try {
            for (X509Certificate one : chain) {
                text.append(Pem.text(Pem.CERTIFICATE, one.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours has no bytes", e);
        }
        SafeFile.replace(file, text.toString().getBytes(US_ASCII));
    }

    /// Reads a key and its certificate, from two texts or twice the same.
    ///
    /// @param certificates where the chain came from, for the message
    /// @param keys where the key came from
    static Identity read(Source certificates, Source keys) throws BadCertificateException {
        var identity = new Identity(key(keys), chain(certificates));
        if (!identity.fits()) {
            throw new BadCertificateException(
                    "the key of %s is not that of the certificate of %s: name the files of one pair"
                            .formatted(keys.name(), certificates.name()));
        }
        return identity;
    }

    /// @param name of the file, for people
    record Source(String name, String text) {}

    private static List<X509Certificate> chain(Source source) throws BadCertificateException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var chain = new ArrayList<X509Certificate>();
            for (Pem.Block block : blocks(source)) {
                if (block.label().equals(Pem.CERTIFICATE)
                        && factory.generateCertificate(new ByteArrayInputStream(block.der()))
                                instanceof X509Certificate one) {
                    chain.add(one);
                }
            }
            if (chain.isEmpty()) {
                throw new BadCertificateException(
                        source.name()
                                + " holds no certificate: want PEM with \"BEGIN CERTIFICATE\"");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new BadCertificateException(
                    source.name() + " holds a certificate that is broken", e);
        }
    }

    private static PrivateKey key(Source source) throws BadCertificateException {
        for (Pem.Block block : blocks(source)) {
            if (block.label().contains("ENCRYPTED")) {
                throw new BadCertificateException(
                        "the key of %s is encrypted: the host needs one without a passphrase"
                                .formatted(source.name()));
            }
            if (block.label().endsWith(Pem.KEY)) {
                return key(pkcs8(block), source);
            }
        }
        throw new BadCertificateException(
                source.name() + " holds no key: want PEM with \"BEGIN PRIVATE KEY\"");
    }

    private static List<Pem.Block> blocks(Source source) throws BadCertificateException {
        try {
            return Pem.blocks(source.text());
        } catch (IllegalArgumentException e) {
            throw new BadCertificateException(source.name() + " is no PEM file", e);
        }
    }

    /// The two old forms of a key tell what it is by their label alone; wrapped up they are like
    /// the others (RFC 8017 appendix A.1.2, RFC 5915).
    private static byte[] pkcs8(Pem.Block block) {
        try {
            return switch (block.label()) {
                case "RSA PRIVATE KEY" ->
                        new PrivateKeyInfo(
                                        new AlgorithmIdentifier(
                                                PKCSObjectIdentifiers.rsaEncryption,
                                                DERNull.INSTANCE),
                                        RSAPrivateKey.getInstance(block.der()))
                                .getEncoded();
                case "EC PRIVATE KEY" -> {
                    ECPrivateKey key = ECPrivateKey.getInstance(block.der());
                    yield new PrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            X9ObjectIdentifiers.id_ecPublicKey,
                                            key.getParametersObject()),
                                    key)
                            .getEncoded();
                }
                default -> block.der();
            };
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static PrivateKey key(byte[] pkcs8, Source source) throws BadCertificateException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // It is of another kind.
            }
        }
        throw new BadCertificateException(
                "the key of %s is of no kind that is known here: want EC, RSA or Ed25519"
                        .formatted(source.name()));
    }

    private boolean fits() {
        PublicKey known = certificate().getPublicKey();
        String name =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        try {
            Signature signing = Signature.getInstance(name);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signed = signing.sign();
            signing.initVerify(known);
            signing.update(PROBE);
            return signing.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// A key opens everything that it is for.
    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
