package cloud.atek.host.edge;

import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/// Every way into the host, and who may take it. There are no others: what is not found here is
/// answered 404.
enum EdgeRoute {
    CALL("POST", "/_atek/gateway", At.ANYWHERE, Access.SAME_ORIGIN),
    JOIN(Upgrades.METHOD, "/_atek/gateway", At.ANYWHERE, Access.KNOWN_SOCKET),
    READ("GET", "/_atek/gateway", At.ANYWHERE, Access.OWN_PAGE),
    WRITE("PUT", "/_atek/gateway", At.ANYWHERE, Access.OWN_PAGE),
    CHANGE("PATCH", "/_atek/gateway", At.ANYWHERE, Access.OWN_PAGE),
    REMOVE("DELETE", "/_atek/gateway", At.ANYWHERE, Access.OWN_PAGE),
    LOGIN("GET", "/_atek/login", At.ROOT, Access.ANYONE),
    SETUP("GET", "/_atek/setup", At.ROOT, Access.ANYONE),
    SETUP_FORM("POST", "/_atek/setup", At.ROOT, Access.SAME_ORIGIN),
    STATE("GET", "/_atek/state", At.SERVICE, Access.SERVICE_SITE),
    START("GET", "/_atek/start", At.ROOT, Access.SESSION),
    PERMISSIONS("GET", "/_atek/permissions", At.ROOT, Access.SESSION),
    INVITE("GET", "/_atek/invite", At.ROOT, Access.ANYONE),
    INVITE_FORM("POST", "/_atek/invite", At.ROOT, Access.SAME_ORIGIN),
    EXPORT("GET", "/_atek/export", At.ROOT, Access.OWN_PAGE),
    BIND_SESSION("GET", "/_atek/bind-session", At.ROOT, Access.SESSION),
    BIND("GET", "/_atek/bind", At.SERVICE, Access.ANYONE),
    AUTHORITY("GET", "/_atek/ca.crt", At.ANYWHERE, Access.ANYONE),
    LIBRARY("GET", "/_atek/js/{file}", At.ANYWHERE, Access.ANYONE),
    ASSET("GET", "/_atek/assets/{file}", At.ANYWHERE, Access.ANYONE),
    MAIN_SITE(null, "/", At.ROOT, Access.MAIN_SITE),
    SERVICE_SITE(null, "/", At.SERVICE, Access.SERVICE_SITE);

    static final String ATTRIBUTE = EdgeRoute.class.getName();

    /// Below it everything is the host's, on the root and on every subdomain.
    private static final String HOST_PREFIX = "/_atek";

    private enum At {
        ROOT,
        SERVICE,
        ANYWHERE;

        boolean fits(Place place) {
            return this == ANYWHERE || (this == ROOT) == place instanceof Place.Root;
        }
    }

    private final @Nullable String method;
    private final String path;
    private final At at;
    private final Access access;

    EdgeRoute(@Nullable String method, String path, At at, Access access) {
        this.method = method;
        this.path = path;
        this.at = at;
        this.access = access;
    }

    /// The method as browsers send it, [Upgrades#METHOD], or null for all that a site is asked
    /// with.
    @Nullable String method() {
        return method;
    }

    String path() {
        return path;
    }

    Access access() {
        return access;
    }

    /// Whether the host answers what stands at `path`, whoever's subdomain it is.
    ///
    /// @param path decoded, without `.` and `..`
    static boolean isHosts(String path) {
        return path.equals(HOST_PREFIX) || path.startsWith(HOST_PREFIX + "/");
    }

    void attachTo(Attributes request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static EdgeRoute site(Place place) {
        return place instanceof Place.Root ? MAIN_SITE : SERVICE_SITE;
    }

    /// Finds the host's route; null where there is none. HEAD goes where GET goes.
    ///
    /// @param wanted the method, or [Upgrades#METHOD]
    static @Nullable EdgeRoute find(String wanted, String path, Place place) {
        String method = wanted.equals("HEAD") ? "GET" : wanted;
        for (EdgeRoute route : values()) {
            if (method.equals(route.method) && route.at.fits(place) && route.matches(path)) {
                return route;
            }
        }
        return null;
    }

    private boolean matches(String wanted) {
        int variable = path.indexOf('{');
        if (variable < 0) {
            return path.equals(wanted);
        }
        return wanted.startsWith(path.substring(0, variable))
                && wanted.length() > variable
                && wanted.indexOf('/', variable) < 0;
    }
}
