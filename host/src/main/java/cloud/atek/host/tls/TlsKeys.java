package cloud.atek.host.tls;

import cloud.atek.host.config.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the host proves itself with over TLS, always of today: an owner's renewed file, or a new
/// name, is in force within seconds and without a restart. Thread-safe.
public final class TlsKeys implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TlsKeys.class);

    /// How often it is looked whether the certificate must change.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Source source;
    private final @Nullable HomeAuthority authority;
    private final LiveKey key;
    private final SSLContext context;
    private @Nullable String told;
    private volatile @Nullable Thread watcher;

    private TlsKeys(Source source, @Nullable HomeAuthority authority)
            throws IOException, BadCertificateException {
        this.source = source;
        this.authority = authority;
        Identity first = source.changed();
        if (first == null) {
            throw new IllegalStateException("the first certificate is always new");
        }
        this.key = new LiveKey(first);
        this.context = context(key);
    }

    /// Reads or makes what there is to prove.
    ///
    /// @param home the data folder
    /// @param names the roots of the host, as browsers know them
    /// @param all of those and what stands below them, such as `*.home.example`, asked again and
    ///   again
    /// @return null where there is no TLS
    /// @throws BadCertificateException when the owner's files cannot be used
    public static @Nullable TlsKeys open(
            Tls tls, Path home, List<String> names, Supplier<List<String>> all, Clock clock)
            throws IOException, BadCertificateException {
        return switch (tls) {
            case Tls.Off _ -> null;
            case Tls.Files files -> new TlsKeys(new OwnersFiles(files, clock), null);
            case Tls.LocalCa _ -> {
                HomeAuthority authority = HomeAuthority.of(home, names, clock.instant());
                yield new TlsKeys(new HomeCertificate(authority, home, all, clock), authority);
            }
        };
    }

    private static SSLContext context(LiveKey key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {key}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /// Looks for changes from now on, until this is closed.
    public void watch() {
        watcher = Thread.ofVirtual().name("tls-keys").start(this::look);
    }

    private void look() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(LOOK_EVERY);
                take(source.changed());
            } catch (InterruptedException e) {
                return;
            } catch (IOException | BadCertificateException e) {
                keep(e);
            }
        }
    }

    private void take(@Nullable Identity next) {
        if (next != null) {
            key.change(next);
            told = null;
            log.info("a new certificate is in force, until {}", next.certificate().getNotAfter());
        }
    }

    /// What was good before goes on.
    private void keep(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (!message.equals(told)) {
            log.error("the certificate stays as it was: {}", message);
            told = message;
        }
    }

    /// For connections; what it proves changes behind it.
    public SSLContext context() {
        return context;
    }

    /// The certificate of the home's authority as PEM; empty with the owner's own files.
    public Optional<String> authority() {
        return Optional.ofNullable(authority).map(HomeAuthority::pem);
    }

    @Override
    public void close() {
        Thread thread = watcher;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
