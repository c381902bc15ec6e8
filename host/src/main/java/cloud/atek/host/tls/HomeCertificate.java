package cloud.atek.host.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate of the home's authority: made when there is none, when a name is missing in it,
/// and in good time before it ends. One thread uses it.
final class HomeCertificate implements Source {

    private static final Logger log = LoggerFactory.getLogger(HomeCertificate.class);

    /// A host that was off for a month still has a good one.
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private static final String FILE = "host.pem";

    private final HomeAuthority authority;
    private final Path file;
    private final Supplier<List<String>> names;
    private final Clock clock;
    private @Nullable Identity now;
    private List<String> told = List.of();

    /// @param names such as `home.example` and `*.home.example`, asked each time
    HomeCertificate(HomeAuthority authority, Path home, Supplier<List<String>> names, Clock clock)
            throws IOException {
        this.authority = authority;
        this.file = HomeAuthority.folder(home).resolve(FILE);
        this.names = names;
        this.clock = clock;
    }

    @Override
    public @Nullable Identity changed() throws IOException {
        List<String> wanted = names.get();
        Identity old = now;
        if (old != null && good(old, wanted)) {
            return null;
        }
        Identity kept = old == null ? kept() : null;
        if (kept == null || !good(kept, wanted)) {
            kept = authority.issue(wanted, clock.instant());
            kept.write(file);
            log.info("made a certificate until {}", kept.certificate().getNotAfter().toInstant());
        }
        now = kept;
        return kept;
    }

    private @Nullable Identity kept() throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        try {
            var source = new Identity.Source(file.toString(), Files.readString(file, US_ASCII));
            return Identity.read(source, source);
        } catch (BadCertificateException e) {
            log.warn("made anew: {}", e.getMessage());
            return null;
        }
    }

    private boolean good(Identity one, List<String> wanted) {
        List<String> foreign =
                wanted.stream().filter(name -> !authority.maySpeakFor(name)).toList();
        if (!foreign.isEmpty() && !foreign.equals(told)) {
            log.warn(
                    "the home's authority may not speak for {}: `atek trust --new` makes one that"
                            + " may",
                    foreign);
        }
        told = foreign;
        return !one.endsBefore(clock.instant().plus(RENEWED_BEFORE))
                && authority.signed(one)
                && names(one).containsAll(wanted.stream().filter(authority::maySpeakFor).toList());
    }

    private static Set<String> names(Identity one) {
        try {
            Collection<List<?>> all = one.certificate().getSubjectAlternativeNames();
            return all == null
                    ? Set.of()
                    : all.stream()
                            .map(pair -> String.valueOf(pair.get(1)))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }
}
