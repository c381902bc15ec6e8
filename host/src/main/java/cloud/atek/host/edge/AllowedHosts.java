package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The exact list of names that are ours. A page that reaches us under any other one was led here
/// by a DNS answer that its author wrote (DNS rebinding), so it gets nothing.
///
/// The port may be any: a router or a proxy may forward another one to ours. Thread-safe.
final class AllowedHosts {

    private static final Pattern SHAPE =
            Pattern.compile("(\\[::1\\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?");

    /// How this machine calls itself.
    private static final String HERE = "localhost";

    private static final Set<String> ADDRESSES = Set.of("127.0.0.1", "[::1]");

    private final Supplier<List<String>> names;

    /// @param names lower case, the first one first; asked at each request
    AllowedHosts(Supplier<List<String>> names) {
        this.names = names;
    }

    /// Finds what the Host header names, or `:authority` of HTTP/2; empty when it is missing,
    /// doubled, two different ones, or not ours.
    Optional<Place> place(Request request) {
        List<String> values = request.getHeaders().getValuesList(HttpHeader.HOST);
        String authority = request.getHttpURI().getAuthority();
        String scheme = request.isSecure() ? "https" : "http";
        if (values.isEmpty() && authority != null && isTwo(request)) {
            return place(scheme, authority);
        }
        return values.size() == 1
                ? place(scheme, values.getFirst()).filter(place -> says(scheme, authority, place))
                : Optional.empty();
    }

    /// HTTP/2 has a header of its own for it (RFC 9113 section 8.3.1).
    private static boolean isTwo(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    private boolean says(String scheme, @Nullable String authority, Place place) {
        return authority == null || place(scheme, authority).equals(Optional.of(place));
    }

    static boolean isAddress(String host) {
        return ADDRESSES.contains(host);
    }

    Optional<Place> place(String scheme, String value) {
        Matcher parts = SHAPE.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String host = parts.group(1).toLowerCase(Locale.ROOT);
        String port = parts.group(2) == null ? "" : parts.group(2);
        boolean usual = port.equals(scheme.equals("https") ? ":443" : ":80");
        return place(scheme, host, usual ? "" : port);
    }

    private Optional<Place> place(String scheme, String host, String port) {
        List<String> ours = names.get();
        if (ADDRESSES.contains(host)) {
            return Optional.of(new Place.Root(new Authority(scheme, host, port, ours.getFirst())));
        }
        return Stream.concat(ours.stream(), Stream.of(HERE))
                .filter(name -> host.equals(name) || host.endsWith("." + name))
                .max(Comparator.comparingInt(String::length))
                .flatMap(name -> below(new Authority(scheme, host, port, name)));
    }

    /// The root of a name, or the service whose id stands before it.
    private static Optional<Place> below(Authority at) {
        if (at.host().equals(at.domain())) {
            return Optional.of(new Place.Root(at));
        }
        String id = at.host().substring(0, at.host().length() - at.domain().length() - 1);
        return ServiceId.fits(id)
                ? Optional.of(new Place.Service(at, new ServiceId(id)))
                : Optional.empty();
    }
}
