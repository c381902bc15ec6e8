package cloud.atek.host.edge;

import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Which page made a browser ask. Cookies do not tell: subdomains are siblings, and `SameSite` lets
/// siblings through.
enum Origin {
    /// A page of the very name, scheme and port that is asked.
    SAME,

    /// Some other page.
    OTHER,

    /// The browser did not say, or it is none.
    UNSAID;

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final List<String> NULL = List.of("null");

    /// Judges by `Origin` and `Sec-Fetch-Site`; where both stand, both must say the same page. An
    /// `Origin: null` beside `same-origin` is a page with a strict referrer policy.
    static Origin of(Request request, Authority asked) {
        List<String> sites = request.getHeaders().getValuesList(FETCH_SITE);
        Origin site = sites.isEmpty() ? UNSAID : is(sites.equals(List.of("same-origin")));
        Origin origin = stated(request, asked);
        if (site == SAME && request.getHeaders().getValuesList(HttpHeader.ORIGIN).equals(NULL)) {
            return SAME;
        }
        if (site == OTHER || origin == OTHER) {
            return OTHER;
        }
        return site == SAME || origin == SAME ? SAME : UNSAID;
    }

    /// Judges by `Origin` alone: browsers send it with each WebSocket.
    static Origin stated(Request request, Authority asked) {
        List<String> origins = request.getHeaders().getValuesList(HttpHeader.ORIGIN);
        return origins.isEmpty() ? UNSAID : is(origins.equals(List.of(asked.origin())));
    }

    private static Origin is(boolean same) {
        return same ? SAME : OTHER;
    }
}
