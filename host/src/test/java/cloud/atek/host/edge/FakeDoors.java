package cloud.atek.host.edge;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Caller.Known;
import cloud.atek.host.gateway.Caller.Via;
import cloud.atek.host.users.Doors;
import cloud.atek.host.users.FirstAdmin;
import cloud.atek.host.users.Newcomers;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Accounts in memory. Tokens of users at the root are their names with `-root`.
final class FakeDoors implements Doors, FirstAdmin, Newcomers {

    static final String HOST_TOKEN = "host-token";
    static final String PROGRAM_TOKEN = "program-token";

    private record Session(String user, @Nullable ServiceKey service) {}

    private final Map<String, Boolean> users = Map.of("bob", false, "eve", false, "ada", true);
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Map<String, Session> codes = new ConcurrentHashMap<>();
    private final AtomicInteger counter = new AtomicInteger();
    final Map<String, String> devices = new ConcurrentHashMap<>();
    volatile boolean wanted = true;
    volatile boolean settled = true;

    FakeDoors() {
        users.keySet().forEach(user -> sessions.put(user + "-root", new Session(user, null)));
    }

    /// A session on the subdomain of a service.
    String at(String user, String serviceKey) {
        String token = user + "-" + serviceKey;
        sessions.put(token, new Session(user, new ServiceKey(serviceKey)));
        return token;
    }

    void logOut(String token) {
        sessions.remove(token);
    }

    @Override
    public boolean settled() {
        return settled;
    }

    @Override
    public Optional<Known> bearer(String token) {
        return switch (token) {
            case HOST_TOKEN -> Optional.of(Known.HOST);
            case PROGRAM_TOKEN ->
                    Optional.of(known("bob", new Via.Program(new ServiceKey("k.hostile"), false)));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Known> session(String token, @Nullable ServiceKey service) {
        Session session = sessions.get(token);
        if (session == null || !Objects.equals(session.service(), service)) {
            return Optional.empty();
        }
        Via via = service == null ? new Via.Browser("s") : new Via.Page(service, false, "s");
        return Optional.of(known(session.user(), via));
    }

    private Caller.Known known(String user, Via via) {
        return new Known(new UserKey(user), user, users.getOrDefault(user, false), via);
    }

    @Override
    public void startedOn(String token, String userAgent) {
        devices.put(token, userAgent);
    }

    @Override
    public Optional<Welcome> welcome(String code) {
        return code.equals("invited")
                ? Optional.of(new Welcome("<b>zoe</b>", "ada"))
                : Optional.empty();
    }

    @Override
    public Outcome accept(String code, String username, String password) {
        return welcome(code).isPresent()
                ? new Outcome.Created(username + "-root")
                : new Outcome.Refused("This link is no longer good");
    }

    @Override
    public Optional<String> bindCode(String rootToken, ServiceKey service) {
        Session root = sessions.get(rootToken);
        if (root == null || root.service() != null) {
            return Optional.empty();
        }
        String code = "code/" + counter.incrementAndGet();
        codes.put(code, new Session(root.user(), service));
        return Optional.of(code);
    }

    @Override
    public Optional<String> redeem(String code, ServiceKey service) {
        Session session = codes.remove(code);
        if (session == null || !service.equals(session.service())) {
            return Optional.empty();
        }
        String token = "bound-" + counter.incrementAndGet();
        sessions.put(token, session);
        return Optional.of(token);
    }

    @Override
    public boolean wanted() {
        return wanted;
    }

    @Override
    public Outcome create(String code, String username, String password) {
        return wanted && code.equals("right") && !password.isEmpty()
                ? new Outcome.Created(username + "-root")
                : new Outcome.Refused("This link is not good");
    }
}
