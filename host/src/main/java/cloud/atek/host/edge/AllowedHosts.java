package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// The exact list of names that are ours. A page that reaches us under any other one was led here
/// by a DNS answer that its author wrote (DNS rebinding), so it gets nothing.
///
/// The port may be any: a router or a proxy may forward another one to ours. Thread-safe.
final class AllowedHosts {

    private static final Pattern SHAPE =
            Pattern.compile("(\\[::1\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?");

    private final Set<String> roots;
    private final String domain;
    private final String suffix;

    AllowedHosts(String domain) {
        this.roots = Set.of("localhost", "127.0.0.1", "[::1]");
        this.domain = domain;
        this.suffix = "." + domain;
    }

    /// Finds what the Host header names; empty when it is missing, doubled or not ours.
    Optional<Place> place(Request request) {
        var values = request.getHeaders().getValuesList(HttpHeader.HOST);
        if (values.size() != 1) {
            return Optional.empty();
        }
        return place(request.isSecure() ? "https" : "http", values.getFirst());
    }

    Optional<Place> place(String scheme, String value) {
        Matcher parts = SHAPE.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(2) == null ? "" : parts.group(2);
        boolean usual = port.equals(scheme.equals("https") ? ":443" : ":80");
        return place(new Authority(scheme, host, usual ? "" : port));
    }

    private Optional<Place> place(Authority authority) {
        String host = authority.host();
        if (host.equals(domain) || roots.contains(host)) {
            return Optional.of(new Place.Root(authority));
        }
        if (!host.endsWith(suffix)) {
            return Optional.empty();
        }
        String id = host.substring(0, host.length() - suffix.length());
        return ServiceId.fits(id)
                ? Optional.of(new Place.Service(authority, new ServiceId(id)))
                : Optional.empty();
    }
}
