package cloud.atek.wire;

/// A request, ours or a peer's.
///
/// @param method a token such as `GET`; case matters
/// @param target as on the wire: a path that starts with `/` and may have a query, or `*`; to a
///   proxy also `http://…`, or `host:port` of CONNECT; visible ASCII without `#`, not decoded
/// @param headers all lines that came. Of a request to send, those about framing and the connection
///   are left out: this package writes its own
/// @param body of a peer's request: read by the handler, before it answers
public record Request(String method, String target, Headers headers, Body body) {

    public static final String CONNECT = "CONNECT";

    public Request {
        if (!Chars.isToken(method)) {
            throw new IllegalArgumentException("not a method: \"" + method + "\"");
        }
        boolean own = target.startsWith("/") || target.equals("*");
        if (!own && !method.equals(CONNECT) && !isAbsolute(target)) {
            throw new IllegalArgumentException("want a target that starts with /");
        }
        if (!target.chars().allMatch(Chars::isTarget)) {
            throw new IllegalArgumentException("target has a forbidden character");
        }
    }

    /// Whether it asks a proxy, and not the server that it came to.
    public boolean forProxy() {
        return method.equals(CONNECT) || isAbsolute(target);
    }

    static boolean isAbsolute(String target) {
        return target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8);
    }

    public static Request get(String target) {
        return new Request("GET", target, Headers.NONE, Body.none());
    }

    /// The target without its query, not decoded.
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /// What follows the first `?`, not decoded; empty when there is none.
    public String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    public Request withHeaders(Headers other) {
        return new Request(method, target, other, body);
    }
}
