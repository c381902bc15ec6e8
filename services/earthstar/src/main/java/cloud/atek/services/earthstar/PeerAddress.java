package cloud.atek.services.earthstar;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where another home's Earthstar, or a pub, answers.
///
/// @param tls whether the connection is encrypted
/// @param prefix what the path begins with, empty or `/…` without a slash at its end
record PeerAddress(boolean tls, String host, int port, String prefix) {

    private static final int LENGTH_MAX = 500;

    /// @throws IllegalArgumentException with a sentence, when it is none
    static PeerAddress of(String url) {
        try {
            if (url.length() > LENGTH_MAX) {
                throw wrong(url.substring(0, LENGTH_MAX));
            }
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("https");
            String host = uri.getHost();
            boolean plain = uri.getUserInfo() == null && uri.getQuery() == null;
            if ((!tls && !scheme.equals("http")) || host == null || !plain) {
                throw wrong(url);
            }
            int usual = tls ? 443 : 80;
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return new PeerAddress(
                    tls,
                    host.toLowerCase(Locale.ROOT),
                    uri.getPort() < 0 ? usual : uri.getPort(),
                    path.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(wrong(url).getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String url) {
        return new IllegalArgumentException(
                "\"%s\" is no address of a peer: want one such as https://core.earthstar.example.net"
                        .formatted(url));
    }

    /// As the header `Host` has it.
    String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + prefix;
    }
}
