package cloud.atek.host.egress;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.wire.Request;

/// What a proxy is asked for.
///
/// @param path what the server itself is asked for, with its query; empty for CONNECT
record Target(HostPort to, String path) {

    private static final int HTTP_PORT = 80;
    private static final String SCHEME = "http://";

    /// @param request one for a proxy
    /// @throws IllegalArgumentException when it cannot be read; its message is a sentence
    static Target of(Request request) {
        if (request.method().equals(Request.CONNECT)) {
            return new Target(authority(request.target(), 0), "");
        }
        if (!request.target().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new IllegalArgumentException(
                    "To https:// addresses the host lets nobody but you speak: want CONNECT"
                            + " host:port, then TLS through it.");
        }
        String rest = request.target().substring(SCHEME.length());
        int end = end(rest);
        String path = rest.substring(end);
        return new Target(
                authority(rest.substring(0, end), HTTP_PORT),
                path.startsWith("/") ? path : "/" + path);
    }

    private static int end(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            if (rest.charAt(i) == '/' || rest.charAt(i) == '?') {
                return i;
            }
        }
        return rest.length();
    }

    /// @param usual the port that holds when none is said; 0 when one must be
    private static HostPort authority(String text, int usual) {
        int colon = text.lastIndexOf(':');
        boolean said = colon > text.lastIndexOf(']') && colon > 0;
        String host = said ? text.substring(0, colon) : text;
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            throw new IllegalArgumentException("want IPv6 addresses in brackets");
        }
        if (!said && usual == 0) {
            throw new IllegalArgumentException("want CONNECT host:port, is without a port");
        }
        return new HostPort(host, said ? port(text.substring(colon + 1)) : usual);
    }

    private static int port(String text) {
        boolean number = !text.isEmpty() && text.length() <= 5 && digits(text);
        if (!number) {
            throw new IllegalArgumentException("want a port from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// As it stands in a `Host` line.
    String hostLine() {
        String all = to.toString();
        return to.port() == HTTP_PORT ? all.substring(0, all.lastIndexOf(':')) : all;
    }
}
