package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// What a browser sees that is not the host's: the site of a service, or a page that says why there
/// is none. Who may see it was decided before. Thread-safe.
final class Sites {

    private static final byte[] ONLINE = "{\"message\":\"Atek online\"}".getBytes(UTF_8);

    /// After so many seconds a program may try again, RFC 9110 section 10.2.3.
    private static final long RETRY_S = 5;

    private final Registry registry;
    private final MainSites mains;
    private final Pages pages;
    private final Policies policies;
    private final FolderSite folders;
    private final LiveSite lives;

    Sites(Registry registry, MainSites mains, Pages pages, Policies policies, LiveSite lives) {
        this.registry = registry;
        this.mains = mains;
        this.pages = pages;
        this.policies = policies;
        this.folders = new FolderSite(policies);
        this.lives = lives;
    }

    /// Shows the site that a known caller may see.
    ///
    /// @param path decoded, without `.` and `..`
    void show(Exchange exchange, Visit visit, String path) throws IOException {
        Caller.Known caller = visit.known().orElseThrow();
        if (visit.atRoot() && visit.byBearer()) {
            exchange.json(200, ONLINE);
            return;
        }
        boolean upgrade = Upgrades.wanted(exchange.request());
        switch (awake(exchange, visit.atRoot() ? main(caller) : visit.site())) {
            case Site.Live live when upgrade -> lives.join(exchange, visit, caller, live);
            case Site.Live live -> lives.show(exchange, visit, caller, live);
            case Site.Folder folder when !upgrade -> folders.show(exchange, visit, folder, path);
            case Site.Down down when !upgrade -> stopped(exchange, visit, caller, down);
            case Site.Folder _ -> exchange.refuse(404, "No WebSocket is here");
            case Site.Down down -> exchange.refuse(503, sentence(down));
            case null -> noMain(exchange);
        }
    }

    /// Shows what a service answers to everybody.
    void showAnyone(Exchange exchange, Visit visit) {
        if (visit.site() instanceof Site.Live live) {
            lives.showAnyone(exchange, visit, live);
        }
    }

    /// How it is with the service of a subdomain now, for a page that waits for it.
    void state(Exchange exchange, Visit visit) {
        State state = visit.site() instanceof Site.Down down ? down.why().state() : State.RUNNING;
        exchange.json(200, "{\"state\":\"%s\"}".formatted(state.word()).getBytes(UTF_8));
    }

    /// The site when it is there: one that sleeps or starts is waited for.
    private @Nullable Site awake(Exchange exchange, @Nullable Site site) {
        if (!(site instanceof Site.Down down) || !down.comes()) {
            return site;
        }
        Duration patience =
                exchange.isNavigation() ? Limits.PAGE_WAITS : Limits.SERVICE_PATIENCE.answer();
        boolean there = registry.await(down.key(), Instant.now().plus(patience));
        return registry.site(down.id()).filter(_ -> there).orElse(site);
    }

    /// The origin of the root of the domain, as the browser that asks reaches it.
    String root(Authority asked) {
        return policies.root(asked);
    }

    private @Nullable Site main(Caller.Known caller) {
        return mains.of(caller.user())
                .flatMap(registry::site)
                .filter(site -> Access.visible(site.owner(), caller))
                .orElse(null);
    }

    /// Says that no service has the name that was asked for, or none that the caller may know of.
    void absent(Exchange exchange, Visit visit) {
        Authority asked = visit.place().authority();
        String host = asked.host() + asked.port();
        if (!exchange.isNavigation()) {
            exchange.text(404, "Not found: no service is currently hosted at " + host);
            return;
        }
        standIn(
                exchange,
                asked,
                404,
                pages.page(
                        "not-found",
                        Map.of("service", serviceName(visit), "root", policies.root(asked))));
    }

    private static String serviceName(Visit visit) {
        return visit.place() instanceof Place.Service(_, var id) ? id.value() : "";
    }

    private static String sentence(Site.Down down) {
        return "%s is %s: %s".formatted(down.id(), down.why().state().word(), down.reason());
    }

    private void stopped(Exchange exchange, Visit visit, Caller.Known caller, Site.Down down) {
        String state = down.why().state().word();
        exchange.response().getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_S);
        if (!exchange.isNavigation()) {
            exchange.refuse(503, sentence(down));
            return;
        }
        boolean mine = caller.admin() || down.owner().equals(caller.user());
        Authority asked = visit.place().authority();
        standIn(
                exchange,
                asked,
                503,
                pages.page(
                        "stopped",
                        Map.of(
                                "title", down.id() + " is " + state,
                                "service", down.id().value(),
                                "state", state,
                                "comes", Boolean.toString(down.comes()),
                                "mine", Boolean.toString(mine),
                                "reason", down.reason(),
                                "root", policies.root(asked))));
    }

    private void noMain(Exchange exchange) {
        if (exchange.isNavigation()) {
            page(exchange, 200, pages.page("no-main-service", Map.of()));
        } else {
            exchange.refuse(404, "No main service is set");
        }
    }

    private void standIn(Exchange exchange, Authority asked, int status, byte[] html) {
        exchange.response().getHeaders().put("Content-Security-Policy", policies.standIn(asked));
        page(exchange, status, html);
    }

    private static void page(Exchange exchange, int status, byte[] html) {
        exchange.response().getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        exchange.whole(status, "text/html; charset=utf-8", html);
    }
}
