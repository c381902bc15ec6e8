package cloud.atek.host.edge;

import cloud.atek.api.ServiceKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.host.users.Doors;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Finds out who is calling, from what the request shows and nothing else: no address is trusted.
/// Thread-safe.
final class Entrance {

    private static final String BEARER = "bearer ";
    private static final Visit.Proof NO_PROOF = new Visit.Proof.None();

    private final Registry registry;
    private final Doors doors;

    Entrance(Registry registry, Doors doors) {
        this.registry = registry;
        this.doors = doors;
    }

    /// @return empty when a bearer token was shown that proves nothing: then no cookie counts
    Optional<Visit> visit(Place place, Request request) {
        Site site =
                place instanceof Place.Service(_, var id) ? registry.site(id).orElse(null) : null;
        List<String> authorization = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (authorization.stream().anyMatch(Entrance::isBearer)) {
            return authorization.size() == 1
                    ? byBearer(place, site, authorization.getFirst())
                    : Optional.empty();
        }
        return Optional.of(byCookie(place, site, request));
    }

    /// Whether the host is not there yet to know the session that is shown: to say that there is
    /// none would log somebody out.
    boolean tooEarly(Authority at, Request request) {
        if (doors.settled()) {
            return false;
        }
        var headers = request.getHeaders();
        return headers.getValuesList(HttpHeader.AUTHORIZATION).stream()
                        .noneMatch(Entrance::isBearer)
                && !SessionCookie.tokens(headers.getValuesList(HttpHeader.COOKIE), at).isEmpty();
    }

    static boolean isBearer(String authorization) {
        return (authorization.strip() + " ").toLowerCase(Locale.ROOT).startsWith(BEARER);
    }

    private Optional<Visit> byBearer(Place place, @Nullable Site site, String authorization) {
        String token = (authorization.strip() + " ").substring(BEARER.length()).strip();
        return doors.bearer(token)
                .map(known -> new Visit(place, known, new Visit.Proof.Bearer(token), site));
    }

    private Visit byCookie(Place place, @Nullable Site site, Request request) {
        Visit nobody = new Visit(place, new Caller.Nobody(), NO_PROOF, site);
        if (place instanceof Place.Service && site == null) {
            return nobody;
        }
        ServiceKey service = site == null ? null : site.key();
        List<Visit> found =
                SessionCookie.tokens(
                                request.getHeaders().getValuesList(HttpHeader.COOKIE),
                                place.authority())
                        .stream()
                        .flatMap(token -> bySession(place, site, token, service).stream())
                        .toList();
        return found.size() == 1 ? found.getFirst() : nobody;
    }

    private Optional<Visit> bySession(
            Place place, @Nullable Site site, String token, @Nullable ServiceKey service) {
        return doors.session(token, service)
                .map(known -> new Visit(place, known, new Visit.Proof.Cookie(token), site));
    }

    /// Whether what a visit showed would let it in again, as the same user with the same role.
    boolean stillProves(Visit visit) {
        return switch (visit.proof()) {
            case Visit.Proof.None _ -> true;
            case Visit.Proof.Bearer(String token) -> same(visit, doors.bearer(token));
            case Visit.Proof.Cookie(String token) ->
                    same(
                            visit,
                            doors.session(token, visit.site() == null ? null : visit.site().key()));
        };
    }

    private static boolean same(Visit visit, Optional<Caller.Known> now) {
        return visit.caller() instanceof Caller.Known then
                && now.filter(known -> known.user().equals(then.user()))
                        .filter(known -> known.admin() == then.admin())
                        .isPresent();
    }
}
