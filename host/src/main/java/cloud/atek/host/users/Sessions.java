package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.crypto.Tokens;
import cloud.atek.host.serverdb.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Who is logged in where: sessions in the server database, and the codes that carry one from the
/// root of the domain to a subdomain. Thread-safe.
public final class Sessions {

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/user-session";

    static final Duration CODE_LIFE = Duration.ofSeconds(30);
    private static final int CODES_MAX = 1_000;

    private final Map<String, BindCode> codes = new ConcurrentHashMap<>();
    private final Table<SessionRecord> sessions;
    private final Accounts accounts;
    private final LastSeen lastSeen;
    private final Supplier<Duration> life;
    private final Clock clock;

    /// Held while sessions come, change and go, so that none comes back.
    private final ReentrantLock changing = new ReentrantLock();

    private record BindCode(String rootSession, ServiceKey service, Instant expiresAt) {}

    /// @param life how long a session lasts that is not used, asked each time
    public Sessions(
            Table<SessionRecord> sessions,
            Accounts accounts,
            Supplier<Duration> life,
            Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.life = life;
        this.clock = clock;
        this.lastSeen = new LastSeen(clock, this::keepSeen);
        endWhere(session -> !lives(session));
    }

    /// Starts a session at the root of the domain, durably.
    ///
    /// @return its token, for the cookie
    public String start(Account account) {
        endWhere(session -> !lives(session));
        return start(account, null, null);
    }

    /// Remembers, durably, on what kind of device a session was started.
    ///
    /// @param userAgent as the browser said it
    void startedOn(String token, String userAgent) {
        String device = DeviceName.of(userAgent);
        changed(TokenHash.of(token), record -> record.on(device));
    }

    private void keepSeen(String session, Instant at) {
        changed(session, record -> record.seen(at, at.plus(life.get())));
    }

    private void changed(String session, UnaryOperator<SessionRecord> change) {
        changing.lock();
        try {
            sessions.find(session).ifPresent(old -> sessions.put(session, change.apply(old)));
        } finally {
            changing.unlock();
        }
    }

    /// The sessions of a user at the root of the domain, one for each device, the last used first.
    public List<Device> devices(UserKey user) {
        return of(user).stream()
                .filter(record -> record.parent() == null)
                .map(record -> new Device(record, lastSeen.of(record), end(record)))
                .sorted(Comparator.comparing(Device::lastSeen).reversed())
                .toList();
    }

    /// One session at the root of the domain with all that was made from it.
    public record Device(SessionRecord record, Instant lastSeen, Instant expires) {}

    private List<SessionRecord> of(UserKey user) {
        return sessions.all().values().stream()
                .filter(record -> record.userKey().equals(user.value()) && lives(record))
                .toList();
    }

    /// Ends this session, the root session it was made from and all others made from that, durably.
    ///
    /// @param session as [cloud.atek.host.gateway.Caller.Known#session()] names it
    public void end(String session) {
        sessions.find(session)
                .map(SessionRecord::root)
                .ifPresent(root -> endWhere(other -> root.equals(other.root())));
    }

    /// Ends the session of a user that is shown under this id, if there is one, durably.
    public void endShown(UserKey user, String shownId) {
        of(user).stream()
                .filter(record -> record.shownId().equals(shownId))
                .forEach(record -> end(record.sessionId()));
    }

    /// Ends all sessions of a user, durably.
    public void endAll(UserKey user) {
        endWhere(session -> session.userKey().equals(user.value()));
    }

    /// Ends all sessions of a user but the one he calls with, durably.
    ///
    /// @param session as [#end] takes it; null when he calls without one
    public void endOthers(UserKey user, @Nullable String session) {
        String kept =
                session == null
                        ? null
                        : sessions.find(session).map(SessionRecord::root).orElse(null);
        endWhere(other -> other.userKey().equals(user.value()) && !other.root().equals(kept));
    }

    /// Whether two names are of one session, or of one and another that was made from it.
    public boolean same(String session, @Nullable String other) {
        return other != null
                && sessions.find(other)
                        .map(SessionRecord::root)
                        .filter(session::equals)
                        .isPresent();
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
        changing.lock();
        try {
            return sessions.find(bound.rootSession())
                    .filter(this::lives)
                    .flatMap(root ->
                            accounts.find(new UserKey(root.userKey()))
                                    .map(account -> start(account, service, root)));
        } finally {
            changing.unlock();
        }
    }

    private String start(
            Account account, @Nullable ServiceKey service, @Nullable SessionRecord parent) {
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
                        parent == null ? now.plus(life.get()).toString() : parent.expiresAt(),
                        service == null ? null : service.value(),
                        parent == null ? null : parent.sessionId(),
                        null,
                        null));
        return token;
    }

    /// The live session behind a cookie.
    ///
    /// @param service where the cookie was shown, null for the root
    Optional<SessionRecord> find(String token, @Nullable ServiceKey service) {
        String place = service == null ? null : service.value();
        Optional<SessionRecord> found =
                sessions.find(TokenHash.of(token))
                        .filter(record -> Objects.equals(record.service(), place))
                        .filter(this::lives);
        found.flatMap(this::root).ifPresent(lastSeen::now);
        return found;
    }

    private boolean lives(SessionRecord record) {
        return root(record).filter(root -> end(root).isAfter(clock.instant())).isPresent();
    }

    private Optional<SessionRecord> root(SessionRecord record) {
        return record.parent() == null ? Optional.of(record) : sessions.find(record.parent());
    }

    /// When a session of the root ends unless it is used again.
    private Instant end(SessionRecord root) {
        return lastSeen.of(root).plus(life.get());
    }

    private void endWhere(Predicate<SessionRecord> which) {
        changing.lock();
        try {
            sessions.all().values().stream()
                    .filter(which)
                    .forEach(record -> {
                        sessions.remove(record.sessionId());
                        lastSeen.forget(record.sessionId());
                    });
        } finally {
            changing.unlock();
        }
    }
}
