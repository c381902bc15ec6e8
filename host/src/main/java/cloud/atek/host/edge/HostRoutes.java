package cloud.atek.host.edge;

import cloud.atek.host.serverdb.ServerDbException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells Javalin who answers each page and form of the host. Calls and WebSockets go past it.
final class HostRoutes {

    private static final Logger log = LoggerFactory.getLogger(HostRoutes.class);

    /// Answers one route. The caller was checked before, by the rule of the route.
    @FunctionalInterface
    interface Answering {
        void answer(Context http, Visit visit) throws IOException;
    }

    private final Map<EdgeRoute, Answering> answers = new EnumMap<>(EdgeRoute.class);

    HostRoutes(HostPages pages, PermissionPages permissions, TrustPage trust, Binding binding) {
        answers.put(EdgeRoute.LOGIN, pages::login);
        answers.put(EdgeRoute.SETUP, pages::setup);
        answers.put(EdgeRoute.SETUP_FORM, pages::createFirstAdmin);
        answers.put(EdgeRoute.START, pages::start);
        answers.put(EdgeRoute.PERMISSIONS, permissions::show);
        answers.put(EdgeRoute.INVITE, pages::invite);
        answers.put(EdgeRoute.INVITE_FORM, pages::acceptInvite);
        answers.put(EdgeRoute.BIND_SESSION, binding::give);
        answers.put(EdgeRoute.BIND, binding::take);
        answers.put(EdgeRoute.AUTHORITY, trust::authority);
        answers.put(EdgeRoute.LIBRARY, pages::library);
        answers.put(EdgeRoute.ASSET, pages::asset);
    }

    void register(RoutesConfig routes) {
        answers.forEach((route, answering) -> register(routes, route, answering));
        routes.exception(Exception.class, (e, http) -> failed(http, e));
        routes.exception(ServerDbException.class, (e, http) -> away(http, e));
    }

    private static void register(RoutesConfig routes, EdgeRoute route, Answering answering) {
        HandlerType method = "POST".equals(route.method()) ? HandlerType.POST : HandlerType.GET;
        routes.addHttpHandler(method, route.path(), http -> answer(http, route, answering));
        if (method.equals(HandlerType.GET)) {
            routes.addHttpHandler(
                    HandlerType.HEAD, route.path(), http -> answer(http, route, answering));
        }
    }

    private static void answer(Context http, EdgeRoute route, Answering answering)
            throws IOException {
        if (!route.equals(http.req().getAttribute(EdgeRoute.ATTRIBUTE))) {
            throw new IllegalStateException("Javalin and the door read a path differently");
        }
        SecurityHeaders.HOSTS.forEach(http::header);
        answering.answer(http, Visit.of(http.req().getAttribute(Visit.ATTRIBUTE)));
    }

    private static void away(Context http, ServerDbException e) {
        log.warn("a route of the host failed: {}", e.getMessage());
        HostAnswers.refuse(http, 503, "The host's database is away; try again in a moment");
    }

    private static void failed(Context http, Exception e) {
        log.error("a route of the host failed", e);
        HostAnswers.refuse(http, 500, "The host failed to answer; its log says why");
    }
}
