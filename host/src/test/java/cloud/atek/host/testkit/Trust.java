package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates as devices and owners have them.
public final class Trust {

    private static final String PASSWORD = "changeit";

    private Trust() {}

    /// A device that trusts one authority, and no other.
    ///
    /// @param pem its certificate
    public static SSLContext in(String pem) {
        try {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry(
                    "home",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII))));
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A certificate of an owner, who signed it himself.
    public record Owned(Path certificate, Path key) {

        /// A device that trusts it.
        public SSLContext trusted() throws IOException {
            return in(Files.readString(certificate));
        }
    }

    /// Makes one for these names with the tool of the JDK, in the place of one that was there.
    public static Owned owned(Path dir, String name, String... names) throws IOException {
        Path store = dir.resolve(name + ".p12");
        Files.deleteIfExists(store);
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Run run =
                Run.of(
                        List.of(
                                tool,
                                "-genkeypair",
                                "-alias",
                                "owner",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=owner",
                                "-ext",
                                "san=dns:" + String.join(",dns:", names),
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD));
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.out());
        }
        try (var in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            byte[] key = keys.getKey("owner", PASSWORD.toCharArray()).getEncoded();
            byte[] certificate = keys.getCertificate("owner").getEncoded();
            return new Owned(
                    pem(dir.resolve(name + ".crt"), "CERTIFICATE", certificate),
                    pem(dir.resolve(name + ".key"), "PRIVATE KEY", key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, body));
        return file;
    }
}
