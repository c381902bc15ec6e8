package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.host.users.Doors;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries a session from the root of the domain to the subdomain of a service, by a code that is
/// good once. Thread-safe.
///
/// ```
/// notes.localhost/x          no session    -> localhost/_atek/bind-session?service=notes&path=/x
/// localhost, with a session  a code        -> notes.localhost/_atek/bind?code=…&path=/x
/// notes.localhost            code redeemed -> notes.localhost/x with a cookie of its own
/// ```
final class Binding {

    private static final byte[] NOT_AUTHORIZED = "{\"error\":\"Not authorized\"}".getBytes(UTF_8);

    private final Registry registry;
    private final Doors doors;
    private final Policies policies;
    private final Pages pages;

    Binding(Registry registry, Doors doors, Policies policies, Pages pages) {
        this.registry = registry;
        this.doors = doors;
        this.policies = policies;
        this.pages = pages;
    }

    /// At the root: gives a code and sends the browser to the subdomain with it.
    void give(Context http, Visit visit) {
        Optional<Site> site = site(http.queryParam("service"), visit);
        Optional<String> code = site.flatMap(found -> code(visit, found));
        if (code.isEmpty()) {
            refuse(http, visit);
            return;
        }
        Authority at = visit.place().authority();
        HostAnswers.redirect(
                http,
                at.of(site.orElseThrow().id()).origin()
                        + "/_atek/bind?code="
                        + ReturnPath.encode(code.get())
                        + "&path="
                        + ReturnPath.encode(path(http))
                        + (again(http) ? "&again=1" : ""));
    }

    /// A person learns the same of a service that is not his as of one that is not there.
    private void refuse(Context http, Visit visit) {
        String service = http.queryParam("service");
        boolean shown = "navigate".equals(http.header("Sec-Fetch-Mode"));
        if (!shown || service == null || !ServiceId.fits(service)) {
            HostAnswers.json(http, 400, NOT_AUTHORIZED);
            return;
        }
        String root = policies.root(visit.place().authority());
        HostAnswers.html(
                http, 404, pages.page("not-found", Map.of("service", service, "root", root)));
    }

    private Optional<Site> site(@Nullable String service, Visit visit) {
        if (service == null || !ServiceId.fits(service)) {
            return Optional.empty();
        }
        Caller.Known caller = visit.known().orElseThrow();
        return registry.site(new ServiceId(service))
                .filter(site -> Access.visible(site.owner(), caller));
    }

    private Optional<String> code(Visit visit, Site site) {
        return visit.proof() instanceof Visit.Proof.Cookie(String token)
                ? doors.bindCode(token, site.key())
                : Optional.empty();
    }

    /// At the subdomain: takes the code and goes on with a session.
    void take(Context http, Visit visit) {
        http.header("Referrer-Policy", "no-referrer");
        Site site = visit.site();
        if (site == null) {
            HostAnswers.refuse(http, 404, "Not found");
        } else if (visit.byCookie()) {
            // Whoever has a session keeps it: a link must not log him in as somebody else.
            HostAnswers.redirect(http, path(http));
        } else {
            take(http, visit, site);
        }
    }

    private void take(Context http, Visit visit, Site site) {
        String code = http.queryParam("code");
        Optional<String> token = code == null ? Optional.empty() : doors.redeem(code, site.key());
        Authority at = visit.place().authority();
        if (token.isPresent()) {
            begin(http, at, site.key(), token.get());
            HostAnswers.redirect(http, path(http));
        } else if (again(http)) {
            HostAnswers.refuse(http, 403, "This link is used up; open the service anew");
        } else {
            HostAnswers.redirect(
                    http,
                    policies.root(at)
                            + "/_atek/bind-session?service="
                            + site.id()
                            + "&path="
                            + ReturnPath.encode(path(http))
                            + "&again=1");
        }
    }

    /// Starts a session of `service` in this browser, and clears what another one left there.
    private static void begin(Context http, Authority at, ServiceKey service, String token) {
        http.res().addHeader("Set-Cookie", SessionCookie.set(at, token));
        http.res().addHeader("Set-Cookie", Leftovers.remember(at, service));
        if (Leftovers.mayBeThere(cookies(http), at, service)) {
            http.header("Clear-Site-Data", Leftovers.CLEARED);
        }
    }

    private static List<String> cookies(Context http) {
        return Collections.list(http.req().getHeaders("Cookie"));
    }

    /// Where the browser wanted to go; the root of the service when that is not below it.
    private static String path(Context http) {
        String path = http.queryParam("path");
        return path != null && ReturnPath.isSafe(path) ? path : "/";
    }

    /// Whether a code failed before: then the way is not gone a third time.
    private static boolean again(Context http) {
        return "1".equals(http.queryParam("again"));
    }
}
