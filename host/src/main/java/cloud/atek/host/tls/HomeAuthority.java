package cloud.atek.host.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.host.config.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/// The authority of one home: devices that trust it know the host by the certificates that it
/// signs. It can speak for the home's own names and for addresses of this machine and of private
/// networks, and for nothing else (RFC 5280 section 4.2.1.10): who steals its key cannot pretend to
/// be anybody's bank.
public final class HomeAuthority {

    /// A device is told once; ten years are longer than most live.
    private static final Duration LIFE = Duration.ofDays(3650);

    /// Browsers refuse more than 398 days of others, and Apple more than 825 of a home's; a short
    /// life is a smaller loss when a key leaks.
    private static final Duration LEAF_LIFE = Duration.ofDays(90);

    /// Clocks of phones go wrong; a certificate of this moment is good an hour before.
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final String FILE = "authority.pem";

    private static final List<String> PRIVATE_NETWORKS =
            List.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "169.254.0.0/16",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10");

    private static final List<String> THIS_MACHINE = List.of("127.0.0.1", "::1");

    private final Identity identity;

    private HomeAuthority(Identity identity) {
        this.identity = identity;
    }

    /// The authority of a data folder, made now if there is none.
    ///
    /// @param home the data folder
    /// @param names the roots that it may speak for, should it be made
    /// @throws BadCertificateException when its file is broken
    public static HomeAuthority of(Path home, List<String> names, Instant now)
            throws IOException, BadCertificateException {
        Path file = folder(home).resolve(FILE);
        return Files.exists(file) ? read(file) : fresh(home, names, now);
    }

    /// A new authority in the place of the one that was; devices must be told again.
    public static HomeAuthority fresh(Path home, List<String> names, Instant now)
            throws IOException {
        var authority = new HomeAuthority(make(names, now));
        authority.identity.write(folder(home).resolve(FILE));
        return authority;
    }

    /// The folder of keys, closed to everybody else.
    static Path folder(Path home) throws IOException {
        Path folder = home.resolve("tls");
        if (Files.notExists(folder)) {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    private static HomeAuthority read(Path file) throws IOException, BadCertificateException {
        var source = new Identity.Source(file.toString(), Files.readString(file, US_ASCII));
        return new HomeAuthority(Identity.read(source, source));
    }

    private static Identity make(List<String> names, Instant now) {
        KeyPair keys = Draft.keys();
        byte[] id = Draft.keyId(keys.getPublic());
        // Two homes on one phone must be told apart, by people and by programs.
        var self =
                new X500Name(
                        "O=Atek, CN=Atek of %s (%s)"
                                .formatted(known(names), HexFormat.of().formatHex(id, 0, 4)));
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            extensions.addExtension(Extension.extendedKeyUsage, false, forServers());
            extensions.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(id));
            extensions.addExtension(Extension.nameConstraints, true, limits(names));
            var draft =
                    new Draft(
                            self,
                            self,
                            keys.getPublic(),
                            now.minus(CLOCKS_DIFFER),
                            now.plus(LIFE),
                            extensions.generate());
            return new Identity(keys.getPrivate(), List.of(draft.signed(keys.getPrivate())));
        } catch (IOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    /// The name by which people know the home.
    private static String known(List<String> names) {
        return names.stream()
                .filter(name -> !name.endsWith("localhost"))
                .findFirst()
                .orElse(names.getFirst());
    }

    private static ExtendedKeyUsage forServers() {
        return new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth);
    }

    private static NameConstraints limits(List<String> names) {
        Stream<GeneralName> roots =
                Stream.concat(names.stream(), Stream.of("localhost"))
                        .distinct()
                        .map(name -> new GeneralName(GeneralName.dNSName, name));
        Stream<GeneralName> networks =
                PRIVATE_NETWORKS.stream().map(one -> new GeneralName(GeneralName.iPAddress, one));
        return new NameConstraints(
                Stream.concat(roots, networks)
                        .map(GeneralSubtree::new)
                        .toArray(GeneralSubtree[]::new),
                null);
    }

    /// A new certificate for the host itself, with a new key.
    ///
    /// @param names such as `home.example` and `*.home.example`; those that it may not speak for
    ///   are left out
    Identity issue(List<String> names, Instant now) {
        KeyPair keys = Draft.keys();
        List<String> mine = names.stream().filter(this::maySpeakFor).toList();
        Instant end = identity.certificate().getNotAfter().toInstant();
        Instant until = now.plus(LEAF_LIFE);
        try {
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.addExtension(Extension.extendedKeyUsage, false, forServers());
            extensions.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new SubjectKeyIdentifier(Draft.keyId(keys.getPublic())));
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(Draft.keyId(identity.certificate().getPublicKey())));
            extensions.addExtension(Extension.subjectAlternativeName, false, names(mine));
            var draft =
                    new Draft(
                            new X500Name("CN=Atek"),
                            X500Name.getInstance(
                                    identity.certificate().getSubjectX500Principal().getEncoded()),
                            keys.getPublic(),
                            now.minus(CLOCKS_DIFFER),
                            until.isBefore(end) ? until : end,
                            extensions.generate());
            // With the authority's own, which another home can then show to its owner and pin.
            return new Identity(
                    keys.getPrivate(),
                    List.of(draft.signed(identity.key()), identity.certificate()));
        } catch (IOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static GeneralNames names(List<String> names) {
        var all = new ArrayList<GeneralName>();
        names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
        THIS_MACHINE.forEach(one -> all.add(new GeneralName(GeneralName.iPAddress, one)));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    /// Whether devices believe it a certificate of this name.
    public boolean maySpeakFor(String name) {
        String plain = name.startsWith("*.") ? name.substring(2) : name;
        return roots().anyMatch(root -> plain.equals(root) || plain.endsWith("." + root));
    }

    private Stream<String> roots() {
        byte[] extension =
                identity.certificate().getExtensionValue(Extension.nameConstraints.getId());
        if (extension == null) {
            return Stream.of();
        }
        byte[] value = ASN1OctetString.getInstance(extension).getOctets();
        return Stream.of(NameConstraints.getInstance(value).getPermittedSubtrees())
                .map(GeneralSubtree::getBase)
                .filter(base -> base.getTagNo() == GeneralName.dNSName)
                .map(base -> base.getName().toString());
    }

    /// Whether it signed the certificate, and stands behind it in its chain.
    boolean signed(Identity other) {
        if (!other.chain().getLast().equals(identity.certificate())) {
            return false;
        }
        try {
            other.certificate().verify(identity.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// What people see in the list of a device.
    public String name() {
        return X500Name.getInstance(identity.certificate().getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN)[0]
                .getFirst()
                .getValue()
                .toString();
    }

    /// Writes the certificate where people find it to copy it.
    public Path publish(Path home) throws IOException {
        Path file = folder(home).resolve("ca.crt");
        SafeFile.replace(file, pem().getBytes(US_ASCII));
        return file;
    }

    /// The certificate that devices are told to trust, as PEM.
    public String pem() {
        return Pem.text(Pem.CERTIFICATE, der());
    }

    /// By what people compare it: SHA-256 in pairs of hex digits.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    public Instant end() {
        return identity.certificate().getNotAfter().toInstant();
    }

    private byte[] der() {
        try {
            return identity.certificate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of ours has no bytes", e);
        }
    }
}
