package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives devices the certificate that they must trust first. It is no secret. Thread-safe.
///
/// @param secure null where there is no TLS
record TrustPage(EdgeConfig.@Nullable Secure secure) {

    /// By this type phones offer to install it.
    private static final String TYPE = "application/x-x509-ca-cert";

    void authority(Context http, Visit visit) {
        Optional<String> pem = Optional.ofNullable(secure).flatMap(tls -> tls.keys().authority());
        if (pem.isEmpty()) {
            HostAnswers.refuse(http, 404, "This host has no authority of its own");
            return;
        }
        http.header("Cache-Control", "no-cache");
        http.header("Content-Disposition", "attachment; filename=\"atek-ca.crt\"");
        http.contentType(TYPE).result(pem.get().getBytes(US_ASCII));
    }
}
