package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Caller.Via;
import cloud.atek.host.serverdb.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that opens a door: sessions of people, tokens of running services, tokens of the host.
/// Thread-safe.
public final class Sessions implements Doors {

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/user-session";

    /// Long enough for a family's tablet, short enough that a lost one is shut out some day.
    static final Duration SESSION_LIFE = Duration.ofDays(90);

    static final Duration CODE_LIFE = Duration.ofSeconds(30);
    private static final int CODES_MAX = 1_000;

    private final Map<String, Via.Program> serviceTokens = new ConcurrentHashMap<>();
    private final Map<String, UserKey> serviceOwners = new ConcurrentHashMap<>();
    private final Map<String, BindCode> codes = new ConcurrentHashMap<>();
    private final Map<String, Boolean> systemTokens = new ConcurrentHashMap<>();
    private final Table<SessionRecord> sessions;
    private final Accounts accounts;
    private final Predicate<ServiceKey> core;
    private final Clock clock;

    private record BindCode(String rootSession, ServiceKey service, Instant expiresAt) {}

    /// @param core tells which services the host brings along
    public Sessions(
            Table<SessionRecord> sessions,
            Accounts accounts,
            Predicate<ServiceKey> core,
            Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.core = core;
        this.clock = clock;
        String now = clock.instant().toString();
        endWhere(session -> session.expiresAt().compareTo(now) < 0);
    }

    /// From now on whoever holds this token is the host.
    public void trustSystemToken(String token) {
        systemTokens.put(Tokens.hash(token), true);
    }

    /// From now on whoever holds this token is this service.
    public void trustServiceToken(String token, ServiceKey service, UserKey owner) {
        serviceTokens.put(Tokens.hash(token), new Via.Program(service, core.test(service)));
        serviceOwners.put(Tokens.hash(token), owner);
    }

    /// The service has stopped: its tokens prove nothing any more.
    public void distrustService(ServiceKey service) {
        serviceTokens.values().removeIf(program -> program.service().equals(service));
        serviceOwners.keySet().retainAll(serviceTokens.keySet());
    }

    @Override
    public Optional<Caller.Known> bearer(String token) {
        String hash = Tokens.hash(token);
        if (systemTokens.containsKey(hash)) {
            return Optional.of(Caller.Known.HOST);
        }
        Via.Program program = serviceTokens.get(hash);
        UserKey owner = serviceOwners.get(hash);
        return program == null || owner == null ? Optional.empty() : known(owner, program);
    }

    /// Starts a session at the root of the domain, durably.
    ///
    /// @return its token, for the cookie
    public String start(Account account) {
        return start(account, null, null);
    }

    @Override
    public Optional<Caller.Known> session(String token, @Nullable ServiceKey service) {
        return record(token, service)
                .flatMap(record ->
                        known(new UserKey(record.userKey()), via(service, record.sessionId())));
    }

    private Via via(@Nullable ServiceKey service, String session) {
        return service == null
                ? new Via.Browser(session)
                : new Via.Page(service, core.test(service), session);
    }

    /// Ends this session, the root session it was made from and all others made from that, durably.
    ///
    /// @param session as [Caller.Known#session()] names it
    public void end(String session) {
        sessions.find(session)
                .ifPresent(record -> {
                    String root = Objects.requireNonNullElse(record.parent(), record.sessionId());
                    endWhere(
                            other -> root.equals(other.sessionId()) || root.equals(other.parent()));
                });
    }

    /// Ends all sessions of a user, durably.
    public void endAll(UserKey user) {
        endWhere(session -> session.userKey().equals(user.value()));
    }

    @Override
    public Optional<String> bindCode(String rootToken, ServiceKey service) {
        return record(rootToken, null)
                .map(root -> {
                    Instant now = clock.instant();
                    codes.values().removeIf(code -> code.expiresAt().isBefore(now));
                    if (codes.size() >= CODES_MAX) {
                        codes.clear();
                    }
                    String code = cloud.atek.crypto.Tokens.fresh();
                    codes.put(
                            Tokens.hash(code),
                            new BindCode(root.sessionId(), service, now.plus(CODE_LIFE)));
                    return code;
                });
    }

    @Override
    public Optional<String> redeem(String code, ServiceKey service) {
        BindCode bound = codes.remove(Tokens.hash(code));
        if (bound == null
                || !bound.service().equals(service)
                || bound.expiresAt().isBefore(clock.instant())) {
            return Optional.empty();
        }
        return sessions.find(bound.rootSession())
                .flatMap(root -> accounts.find(new UserKey(root.userKey())))
                .map(account -> start(account, service, bound.rootSession()));
    }

    private String start(Account account, @Nullable ServiceKey service, @Nullable String parent) {
        String token = cloud.atek.crypto.Tokens.fresh();
        Instant now = clock.instant();
        String id = Tokens.hash(token);
        sessions.put(
                id,
                new SessionRecord(
                        id,
                        account.key().value(),
                        account.username(),
                        now.toString(),
                        now.plus(SESSION_LIFE).toString(),
                        service == null ? null : service.value(),
                        parent));
        return token;
    }

    private Optional<SessionRecord> record(String token, @Nullable ServiceKey service) {
        String place = service == null ? null : service.value();
        return sessions.find(Tokens.hash(token))
                .filter(record -> Objects.equals(record.service(), place))
                .filter(record -> Instant.parse(record.expiresAt()).isAfter(clock.instant()));
    }

    private Optional<Caller.Known> known(UserKey user, Via via) {
        if (user.equals(UserKey.SYSTEM)) {
            boolean trusted = !(via instanceof Via.Program program) || program.core();
            return Optional.of(new Caller.Known(user, user.value(), trusted, via));
        }
        return accounts.find(user)
                .map(account -> new Caller.Known(user, account.username(), account.admin(), via));
    }

    private void endWhere(Predicate<SessionRecord> which) {
        sessions.all().values().stream()
                .filter(which)
                .forEach(record -> sessions.remove(record.sessionId()));
    }
}
