package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ServiceKey;
import cloud.atek.crypto.Hash;
import java.util.List;
import org.eclipse.jetty.server.Request;

/// What the pages of a service could leave behind in a browser for whoever has its name later.
///
/// A service worker answers for its origin before the host is asked at all, so that no answer of
/// the host could end one in time: none can begin. Storage, caches and whatever else a service kept
/// in a browser is cleared where the session of another service begins under the same name
/// (https://www.w3.org/TR/clear-site-data/). Which service that was, the browser remembers in a
/// cookie that scripts cannot read; one that lost it has its storage cleared as well.
final class Leftovers {

    static final String NO_WORKERS =
            "A page here cannot register a service worker: it would go on under this name after its"
                    + " service is gone";

    /// Not the cookies: browsers would clear those of the whole domain, the session among them.
    static final String CLEARED = "\"cache\", \"storage\"";

    /// Browsers keep no cookie for longer than 400 days (RFC 6265bis section 5.5).
    private static final long REMEMBERED_S = 400L * 24 * 60 * 60;

    private static final int MARK_DIGITS = 32;

    private Leftovers() {}

    /// Whether a browser fetches the script of a service worker
    /// (https://www.w3.org/TR/service-workers/#service-worker-script-request).
    static boolean isWorker(Request request) {
        return request.getHeaders().contains("Service-Worker");
    }

    /// Whether this browser may hold what another service left under the name of `service`.
    static boolean mayBeThere(List<String> cookieHeaders, Authority at, ServiceKey service) {
        return !SessionCookie.marks(cookieHeaders, at).equals(List.of(mark(service)));
    }

    /// The `Set-Cookie` line by which the browser remembers `service`.
    static String remember(Authority at, ServiceKey service) {
        return SessionCookie.setMark(at, mark(service)) + "; Max-Age=" + REMEMBERED_S;
    }

    /// Says which service it is and not its key.
    private static String mark(ServiceKey service) {
        return Hash.of(("site " + service.value()).getBytes(UTF_8)).hex().substring(0, MARK_DIGITS);
    }
}
