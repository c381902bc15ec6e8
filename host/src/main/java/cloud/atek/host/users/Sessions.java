package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.crypto.Tokens;
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

/// Who is logged in where: sessions in the server database, and the codes that carry one from the
/// root of the domain to a subdomain. Thread-safe.
public final class Sessions {

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/user-session";

    /// Long enough for a family's tablet, short enough that a lost one is shut out some day.
    static final Duration SESSION_LIFE = Duration.ofDays(90);

    static final Duration CODE_LIFE = Duration.ofSeconds(30);
    private static final int CODES_MAX = 1_000;

    private final Map<String, BindCode> codes = new ConcurrentHashMap<>();
    private final Table<SessionRecord> sessions;
    private final Accounts accounts;
    private final Clock clock;

    private record BindCode(String rootSession, ServiceKey service, Instant expiresAt) {}

    public Sessions(Table<SessionRecord> sessions, Accounts accounts, Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.clock = clock;
        String now = clock.instant().toString();
        endWhere(session -> session.expiresAt().compareTo(now) < 0);
    }

    /// Starts a session at the root of the domain, durably.
    ///
    /// @return its token, for the cookie
    public String start(Account account) {
        return start(account, null, null);
    }

    /// Ends this session, the root session it was made from and all others made from that, durably.
    ///
    /// @param session as [cloud.atek.host.gateway.Caller.Known#session()] names it
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

    Optional<String> bindCode(String rootToken, ServiceKey service) {
        return find(rootToken, null)
                .map(root -> {
                    Instant now = clock.instant();
                    codes.values().removeIf(code -> code.expiresAt().isBefore(now));
                    if (codes.size() >= CODES_MAX) {
                        codes.clear();
                    }
                    String code = Tokens.fresh();
                    codes.put(
                            TokenHash.of(code),
                            new BindCode(root.sessionId(), service, now.plus(CODE_LIFE)));
                    return code;
                });
    }

    Optional<String> redeem(String code, ServiceKey service) {
        BindCode bound = codes.remove(TokenHash.of(code));
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
        String token = Tokens.fresh();
        Instant now = clock.instant();
        String id = TokenHash.of(token);
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

    /// The live session behind a cookie.
    ///
    /// @param service where the cookie was shown, null for the root
    Optional<SessionRecord> find(String token, @Nullable ServiceKey service) {
        String place = service == null ? null : service.value();
        return sessions.find(TokenHash.of(token))
                .filter(record -> Objects.equals(record.service(), place))
                .filter(record -> Instant.parse(record.expiresAt()).isAfter(clock.instant()));
    }

    private void endWhere(Predicate<SessionRecord> which) {
        sessions.all().values().stream()
                .filter(which)
                .forEach(record -> sessions.remove(record.sessionId()));
    }
}
