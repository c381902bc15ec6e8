package cloud.atek.host.tls;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where the certificate of the host comes from. One thread asks it.
interface Source {

    /// The certificate to be used from now on.
    ///
    /// @return null when it is the one of before
    /// @throws BadCertificateException when there is a new one that cannot be used
    @Nullable Identity changed() throws IOException, BadCertificateException;
}
