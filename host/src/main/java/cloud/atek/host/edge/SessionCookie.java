package cloud.atek.host.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The cookie that carries a session: how it is named, set, read, and kept from services. Beside it
/// on the subdomain of a service stands one that only says whose site the browser saw there last.
///
/// Where browsers keep secure cookies its name has the prefix `__Host-`, which no sibling subdomain
/// can set (RFC 6265bis section 4.1.3.2). Elsewhere it must do without.
final class SessionCookie {

    private static final String GUARDED = "__Host-atek";
    private static final String PLAIN = "atek";
    private static final String MARK = "-site";
    private static final Set<String> OURS =
            Set.of(
                    GUARDED.toLowerCase(Locale.ROOT),
                    PLAIN,
                    GUARDED.toLowerCase(Locale.ROOT) + MARK,
                    PLAIN + MARK);

    private SessionCookie() {}

    static String name(Authority at) {
        return at.keepsSecureCookies() ? GUARDED : PLAIN;
    }

    /// The `Set-Cookie` line that keeps `token` at exactly this name.
    static String set(Authority at, String token) {
        return name(at) + "=" + token + attributes(at);
    }

    /// The `Set-Cookie` line that keeps a mark, which proves nothing.
    static String setMark(Authority at, String mark) {
        return name(at) + MARK + "=" + mark + attributes(at);
    }

    /// The `Set-Cookie` line that forgets it.
    static String clear(Authority at) {
        return name(at) + "=" + attributes(at) + "; Max-Age=0";
    }

    /// To a browser `notes.localhost` and `localhost` are two sites, so that a `Lax` cookie would
    /// be missing when the main page frames the service; `Partitioned` keeps the other one away
    /// from all pages but those (https://www.rfc-editor.org/rfc/rfc6265#section-5.2 and the CHIPS
    /// draft).
    private static String attributes(Authority at) {
        String common = "; Path=/; HttpOnly";
        if (at.host().endsWith(".localhost")) {
            return common + "; SameSite=None; Secure; Partitioned";
        }
        return common + (at.keepsSecureCookies() ? "; SameSite=Lax; Secure" : "; SameSite=Lax");
    }

    /// The different values that came under our name, at most [Limits#COOKIES_LOOKED_AT] of them.
    /// More than one means that somebody planted cookies.
    static List<String> tokens(List<String> cookieHeaders, Authority at) {
        return values(cookieHeaders, name(at));
    }

    /// The different marks that came, as [#tokens].
    static List<String> marks(List<String> cookieHeaders, Authority at) {
        return values(cookieHeaders, name(at) + MARK);
    }

    private static List<String> values(List<String> cookieHeaders, String name) {
        String prefix = name + "=";
        return cookieHeaders.stream()
                .flatMap(header -> pairs(header).stream())
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> pair.substring(prefix.length()))
                .filter(token -> !token.isEmpty())
                .distinct()
                .limit(Limits.COOKIES_LOOKED_AT)
                .toList();
    }

    /// A Cookie header without ours; null when nothing is left of it.
    static @Nullable String strip(String cookieHeader) {
        var kept = new ArrayList<String>();
        for (String pair : pairs(cookieHeader)) {
            if (!OURS.contains(cookieName(pair))) {
                kept.add(pair);
            }
        }
        return kept.isEmpty() ? null : String.join("; ", kept);
    }

    /// Whether a service may set this cookie: not one of ours, and for its own name alone.
    static boolean isHarmless(String setCookie) {
        List<String> parts = pairs(setCookie);
        return !parts.isEmpty()
                && !OURS.contains(cookieName(parts.getFirst()))
                && parts.stream().skip(1).noneMatch(part -> cookieName(part).equals("domain"));
    }

    private static List<String> pairs(String header) {
        var pairs = new ArrayList<String>();
        for (String pair : header.split(";", -1)) {
            if (!pair.isBlank()) {
                pairs.add(pair.strip());
            }
        }
        return pairs;
    }

    private static String cookieName(String pair) {
        int end = pair.indexOf('=');
        return (end < 0 ? pair : pair.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
