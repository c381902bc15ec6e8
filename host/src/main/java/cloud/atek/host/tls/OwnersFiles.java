package cloud.atek.host.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import cloud.atek.host.config.Tls;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The owner's own files. They are read whenever they are asked for: whoever renews them replaces
/// links, folders or bytes, and only the bytes tell. One thread uses it.
final class OwnersFiles implements Source {

    /// A chain of a public authority has about 6 kB.
    private static final long FILE_BYTES_MAX = 256 << 10;

    private final Tls.Files files;
    private final Clock clock;
    private byte[] certificate = {};
    private byte[] key = {};

    OwnersFiles(Tls.Files files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    @Override
    public @Nullable Identity changed() throws IOException, BadCertificateException {
        byte[] certificateNow = bytes(files.certificate(), "certificate");
        byte[] keyNow = bytes(files.key(), "key");
        if (Arrays.equals(certificateNow, certificate) && Arrays.equals(keyNow, key)) {
            return null;
        }
        certificate = certificateNow;
        key = keyNow;
        Identity found =
                Identity.read(
                        source(files.certificate(), certificateNow), source(files.key(), keyNow));
        if (found.endsBefore(clock.instant())) {
            throw new BadCertificateException(
                    "the certificate of %s ended on %s: renew it"
                            .formatted(
                                    files.certificate(),
                                    found.certificate().getNotAfter().toInstant()));
        }
        return found;
    }

    private static Identity.Source source(Path file, byte[] bytes) {
        return new Identity.Source(file.toString(), new String(bytes, ISO_8859_1));
    }

    private static byte[] bytes(Path file, String what)
            throws IOException, BadCertificateException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new BadCertificateException("%s is larger than any %s".formatted(file, what));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BadCertificateException("there is no %s file %s".formatted(what, file), e);
        } catch (AccessDeniedException e) {
            throw new BadCertificateException(
                    "the %s file %s cannot be read by the user who runs Atek".formatted(what, file),
                    e);
        }
    }
}
