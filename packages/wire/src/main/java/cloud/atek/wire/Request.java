package cloud.atek.wire;

/// A request, ours or a peer's.
///
/// @param method a token such as `GET`; case matters
/// @param target as on the wire: a path that starts with `/` and may have a query, or `*`; visible
///   ASCII without `#`, not decoded
/// @param headers all lines that came. Of a request to send, those about framing and the connection
///   are left out: this package writes its own
/// @param body of a peer's request: read by the handler, before it answers
public record Request(String method, String target, Headers headers, Body body) {

    public Request {
        if (!Chars.isToken(method)) {
            throw new IllegalArgumentException("not a method: \"" + method + "\"");
        }
        if (!target.startsWith("/") && !target.equals("*")) {
            throw new IllegalArgumentException("want a target that starts with /");
        }
        if (!target.chars().allMatch(Chars::isTarget)) {
            throw new IllegalArgumentException("target has a forbidden character");
        }
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
