package cloud.atek.host.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Gives each handshake the certificate of this moment. Thread-safe.
///
/// A handshake asks three times. The alias that it is given first says which certificate it began
/// with, so that a change in the midst of it does no harm.
final class LiveKey extends X509ExtendedKeyManager {

    private record Held(String alias, Identity identity, @Nullable Held before) {}

    private volatile Held held;

    LiveKey(Identity first) {
        held = new Held("1", first, null);
    }

    Identity now() {
        return held.identity();
    }

    /// One thread changes it.
    void change(Identity next) {
        Held old = held;
        held =
                new Held(
                        Long.toString(Long.parseLong(old.alias()) + 1),
                        next,
                        new Held(old.alias(), old.identity(), null));
    }

    private Identity of(String alias) {
        Held now = held;
        Held before = now.before();
        return before != null && before.alias().equals(alias) ? before.identity() : now.identity();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return alias(keyType);
    }

    private @Nullable String alias(String keyType) {
        Held now = held;
        return keyType.equals(now.identity().key().getAlgorithm()) ? now.alias() : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {held.alias()};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
