package cloud.atek.host.edge;

import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import org.eclipse.jetty.server.Request;

/// Who may use a route. These rules are the whole of what the edge decides; what a call may do is
/// decided by the gateway.
enum Access {
    /// Anyone: a public page or file.
    ANYONE {
        @Override
        Verdict judge(Visit visit, Request request) {
            return Verdict.ALLOWED;
        }
    },

    /// Anyone, but a browser only for a page of this very origin. The gateway asks for more.
    SAME_ORIGIN {
        @Override
        Verdict judge(Visit visit, Request request) {
            if (visit.byBearer()) {
                return Verdict.ALLOWED;
            }
            return switch (Origin.of(request, visit.place().authority())) {
                case SAME -> Verdict.ALLOWED;
                case UNSAID -> visit.byCookie() ? FOREIGN : Verdict.ALLOWED;
                case OTHER -> FOREIGN;
            };
        }
    },

    /// A WebSocket of a proven caller; a browser states the origin of the page.
    KNOWN_SOCKET {
        @Override
        Verdict judge(Visit visit, Request request) {
            Origin origin = Origin.stated(request, visit.place().authority());
            if (visit.byCookie() && origin != Origin.SAME) {
                return FOREIGN;
            }
            return visit.known().isEmpty() ? Verdict.LOG_IN : Verdict.ALLOWED;
        }
    },

    /// A proven caller; a browser only for a page of this very origin. Where it does not say for
    /// whom it reads, as for a picture over plain HTTP, reading is let through: what comes back is
    /// [cloud.atek.wire.ForeignContent], which no other origin can embed.
    OWN_PAGE {
        @Override
        Verdict judge(Visit visit, Request request) {
            if (visit.known().isEmpty()) {
                return Verdict.LOG_IN;
            }
            if (!visit.byCookie()) {
                return Verdict.ALLOWED;
            }
            return switch (Origin.of(request, visit.place().authority())) {
                case SAME -> Verdict.ALLOWED;
                case UNSAID -> safe(request) ? Verdict.ALLOWED : FOREIGN;
                case OTHER -> FOREIGN;
            };
        }
    },

    /// The holder of a session cookie.
    SESSION {
        @Override
        Verdict judge(Visit visit, Request request) {
            return visit.byCookie() ? Verdict.ALLOWED : Verdict.LOG_IN;
        }
    },

    /// A user in his browser, or whoever holds a token: he learns that the host is up.
    MAIN_SITE {
        @Override
        Verdict judge(Visit visit, Request request) {
            if (visit.known().isEmpty()) {
                return Verdict.LOG_IN;
            }
            return ownPage(visit, request) ? Verdict.ALLOWED : FOREIGN;
        }
    },

    /// The owner of the service, every user when it is the household's, and admins; not a program,
    /// whose way to other services is the gateway.
    SERVICE_SITE {
        @Override
        Verdict judge(Visit visit, Request request) {
            if (visit.site() == null) {
                return Verdict.ABSENT;
            }
            if (!(visit.caller() instanceof Caller.Known known)) {
                return Verdict.LOG_IN;
            }
            if (!visible(visit.site().owner(), known)) {
                return Verdict.ABSENT;
            }
            if (known.via() instanceof Caller.Via.Program) {
                return new Verdict.Refused(403, "A service reaches others through the gateway");
            }
            return ownPage(visit, request) ? Verdict.ALLOWED : FOREIGN;
        }
    };

    private static final Verdict FOREIGN =
            new Verdict.Refused(403, "A page of another origin must not ask this");

    abstract Verdict judge(Visit visit, Request request);

    /// Whether a user may see what `owner` installed.
    static boolean visible(UserKey owner, Caller.Known known) {
        return owner.equals(UserKey.SYSTEM) || owner.equals(known.user()) || known.admin();
    }

    /// Whether nobody else's page can be behind this request, or it changes nothing. Reading is
    /// left to the browser's own rules, so that links and images from elsewhere work.
    private static boolean ownPage(Visit visit, Request request) {
        if (!visit.byCookie()) {
            return true;
        }
        Origin origin =
                Upgrades.wanted(request)
                        ? Origin.stated(request, visit.place().authority())
                        : Origin.of(request, visit.place().authority());
        return origin == Origin.SAME || (safe(request) && !Upgrades.wanted(request));
    }

    private static boolean safe(Request request) {
        return switch (request.getMethod()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }
}
