package cloud.atek.host.edge;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// What each response says to the browser before anything else.
final class SecurityHeaders {

    private static final HttpField NO_GUESSING =
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField REFERRER =
            new PreEncodedHttpField("Referrer-Policy", "same-origin");

    /// On what the host itself says.
    static final Map<String, String> HOSTS =
            Map.of(
                    "Cross-Origin-Opener-Policy",
                    "same-origin",
                    "Content-Security-Policy",
                    Pages.POLICY);

    private SecurityHeaders() {}

    /// On everything; a service may choose another referrer policy for its own pages.
    static void always(HttpFields.Mutable response) {
        response.put(NO_GUESSING);
        response.put(REFERRER);
    }

    static void hosts(HttpFields.Mutable response) {
        HOSTS.forEach(response::put);
    }
}
