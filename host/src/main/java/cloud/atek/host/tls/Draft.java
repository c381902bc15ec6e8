package cloud.atek.host.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A certificate before it is signed (RFC 5280 section 4.1): ECDSA over P-256, which everything
/// that browses knows.
///
/// @param subject such as `CN=home.example`
/// @param from not valid before
/// @param until not valid after
record Draft(
        X500Name subject,
        X500Name issuer,
        PublicKey of,
        Instant from,
        Instant until,
        Extensions extensions) {

    private static final AlgorithmIdentifier SIGNED_BY =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    /// RFC 5280 allows 20 octets of a positive number; guessing the next one must not pay.
    private static final int SERIAL_BITS = 127;

    private static final int KEY_ID_BYTES = 20;

    /// A new key pair.
    static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no P-256", e);
        }
    }

    /// What names a key in certificates: the begin of its hash (RFC 7093 section 2).
    static byte[] keyId(PublicKey key) {
        try {
            byte[] bits =
                    SubjectPublicKeyInfo.getInstance(key.getEncoded())
                            .getPublicKeyData()
                            .getBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bits);
            return Arrays.copyOf(hash, KEY_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    X509Certificate signed(PrivateKey signer) {
        try {
            TBSCertificate body = body();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer);
            signature.update(body.getEncoded("DER"));
            var parts = new ASN1EncodableVector(3);
            parts.add(body);
            parts.add(SIGNED_BY);
            parts.add(new DERBitString(signature.sign()));
            byte[] der = new DERSequence(parts).getEncoded("DER");
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private TBSCertificate body() {
        var body = new V3TBSCertificateGenerator();
        body.setSerialNumber(
                new ASN1Integer(
                        new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)));
        body.setSignature(SIGNED_BY);
        body.setIssuer(issuer);
        body.setStartDate(new Time(Date.from(from)));
        body.setEndDate(new Time(Date.from(until)));
        body.setSubject(subject);
        body.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(of.getEncoded()));
        body.setExtensions(extensions);
        return body.generateTBSCertificate();
    }
}
