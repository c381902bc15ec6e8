package cloud.atek.services.earthstar;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Judges whether a peer is who it says: by the authorities that everybody knows or, where one was
/// pinned, by that one and no other. The name of the peer counts always. For one connection.
final class PeerTrust extends X509ExtendedTrustManager {

    private final PeerAddress peer;
    private final @Nullable Fingerprint pin;
    private @Nullable Fingerprint stranger;

    private PeerTrust(PeerAddress peer, @Nullable Fingerprint pin) {
        this.peer = peer;
        this.pin = pin;
    }

    static PeerTrust of(PeerAddress peer, @Nullable Fingerprint pin) {
        return new PeerTrust(peer, pin);
    }

    SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no TLS", e);
        }
    }

    /// @throws StrangerException when a pin would help
    void handshake(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            Fingerprint shown = stranger;
            if (shown != null) {
                throw new StrangerException(peer, shown, pin != null, e);
            }
            throw e;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        try {
            judge(chain).checkServerTrusted(chain, type, socket);
        } catch (CertificateException e) {
            stranger = pinnable(chain, type, socket);
            throw e;
        }
    }

    private X509ExtendedTrustManager judge(X509Certificate[] chain) throws CertificateException {
        if (pin == null) {
            return trusting(null);
        }
        Optional<X509Certificate> pinned =
                Stream.of(chain).filter(one -> Fingerprint.of(one).equals(pin)).findFirst();
        return trusting(
                pinned.orElseThrow(
                        () -> new CertificateException("it shows nothing of what was pinned")));
    }

    /// What stands behind the certificate, when it is good but for not being known.
    private static @Nullable Fingerprint pinnable(
            X509Certificate[] chain, String type, Socket socket) {
        X509Certificate last = chain[chain.length - 1];
        try {
            trusting(last).checkServerTrusted(chain, type, socket);
            return Fingerprint.of(last);
        } catch (CertificateException e) {
            return null;
        }
    }

    /// @param only the one authority to trust; null for those that everybody knows
    private static X509ExtendedTrustManager trusting(@Nullable X509Certificate only)
            throws CertificateException {
        try {
            KeyStore known = null;
            if (only != null) {
                known = KeyStore.getInstance(KeyStore.getDefaultType());
                known.load(null, null);
                known.setCertificateEntry("pinned", only);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(known);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509ExtendedTrustManager judge) {
                    return judge;
                }
            }
            throw new CertificateException("this JDK judges no certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw e instanceof CertificateException known
                    ? known
                    : new CertificateException("certificates cannot be judged", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("without a name nobody is known");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("peers are called by sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("nobody calls here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        throw new CertificateException("nobody calls here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("nobody calls here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
