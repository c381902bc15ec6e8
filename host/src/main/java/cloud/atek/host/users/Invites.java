package cloud.atek.host.users;

import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.Invite;
import cloud.atek.api.users.UsersApi.InviteOptions;
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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Links by which people make their own accounts, in the server database. Thread-safe.
///
/// A code has 256 random bits and is told once; only its hash is kept. It ends before the account
/// is made: a crash between the two costs a link, and never lets two in.
public final class Invites implements Newcomers {

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/invite";

    static final int HOURS_DEFAULT = 48;
    static final int HOURS_MAX = 720;

    /// Links that are open at a time.
    static final int OPEN_MAX = 100;

    private static final int SHOWN_ID_LENGTH = 16;
    private static final String NOT_GOOD =
            "This link is no longer good. Ask the person who invited you for a new one";

    private final ReentrantLock using = new ReentrantLock();
    private final Clock clock;
    private volatile @Nullable Book book;

    private record Book(
            Table<InviteRecord> invites,
            Accounts accounts,
            Sessions sessions,
            Consumer<Account> welcome) {}

    /// What came of a wish for a link.
    public sealed interface Made {

        /// @param code for the link, told this once
        record Done(String id, String code, Instant expires) implements Made {
            @Override
            public String toString() {
                return "Done[" + id + "]";
            }
        }

        /// @param message one plain sentence
        record Refused(String message) implements Made {}
    }

    public Invites(Clock clock) {
        this.clock = clock;
    }

    /// The server database is open: from now on links are good.
    ///
    /// @param welcome told of each new account; must not take long
    public void open(Table<InviteRecord> invites, People people, Consumer<Account> welcome) {
        book = new Book(invites, people.accounts(), people.sessions(), welcome);
    }

    /// Makes a link, durably.
    ///
    /// @param by name of the admin who wants it
    public Made make(String by, InviteOptions options) {
        Table<InviteRecord> invites = Objects.requireNonNull(book, "open").invites();
        int hours = Objects.requireNonNullElse(options.hours(), HOURS_DEFAULT);
        if (hours < 1 || hours > HOURS_MAX) {
            return new Made.Refused("An invite is good for 1 to 720 hours, not " + hours);
        }
        String role = options.role() == null || options.role().isBlank() ? null : options.role();
        if (role != null && !role.equals(UsersApi.ADMIN)) {
            return new Made.Refused("The role of an invite is \"admin\" or none");
        }
        Instant now = clock.instant();
        sweep(invites, now);
        if (invites.all().size() >= OPEN_MAX) {
            return new Made.Refused("There are 100 open invites: end some of them first");
        }
        String code = Tokens.fresh();
        String key = TokenHash.of(code);
        Instant expires = now.plus(Duration.ofHours(hours));
        invites.put(
                key,
                new InviteRecord(role, options.username(), now.toString(), expires.toString(), by));
        return new Made.Done(shownId(key), code, expires);
    }

    private static void sweep(Table<InviteRecord> invites, Instant now) {
        invites.all().entrySet().stream()
                .filter(row -> !lives(row.getValue(), now))
                .map(Map.Entry::getKey)
                .forEach(invites::remove);
    }

    private static boolean lives(InviteRecord invite, Instant now) {
        return Instant.parse(invite.expiresAt()).isAfter(now);
    }

    /// Names an invite and leads back to nothing that opens it.
    private static String shownId(String key) {
        return TokenHash.of(key).substring(0, SHOWN_ID_LENGTH);
    }

    /// Those that are good, oldest first.
    public List<Invite> all() {
        Instant now = clock.instant();
        return Objects.requireNonNull(book, "open").invites().all().entrySet().stream()
                .filter(row -> lives(row.getValue(), now))
                .map(row -> shown(row.getKey(), row.getValue()))
                .sorted(Comparator.comparing(Invite::createdAt))
                .toList();
    }

    private static Invite shown(String key, InviteRecord invite) {
        return new Invite(
                shownId(key),
                invite.role(),
                invite.username(),
                invite.createdAt(),
                invite.expiresAt(),
                invite.by());
    }

    /// Ends a link, durably, if there is one of this id.
    public void end(String id) {
        Table<InviteRecord> invites = Objects.requireNonNull(book, "open").invites();
        using.lock();
        try {
            invites.all().keySet().stream()
                    .filter(key -> shownId(key).equals(id))
                    .forEach(invites::remove);
        } finally {
            using.unlock();
        }
    }

    @Override
    public Optional<Welcome> welcome(String code) {
        Book open = book;
        return open == null
                ? Optional.empty()
                : find(open, code)
                        .map(invite ->
                                new Welcome(
                                        Objects.requireNonNullElse(invite.username(), ""),
                                        invite.by()));
    }

    private Optional<InviteRecord> find(Book open, String code) {
        Instant now = clock.instant();
        return open.invites().find(TokenHash.of(code)).filter(invite -> lives(invite, now));
    }

    @Override
    public FirstAdmin.Outcome accept(String code, String username, String password) {
        Book open = book;
        if (open == null) {
            return new FirstAdmin.Outcome.Refused("Atek is still starting. Try again in a moment");
        }
        using.lock();
        try {
            Optional<InviteRecord> invite = find(open, code);
            if (invite.isEmpty()) {
                return new FirstAdmin.Outcome.Refused(NOT_GOOD);
            }
            Optional<String> wrong = open.accounts().wrong(username, password);
            return wrong.isPresent()
                    ? new FirstAdmin.Outcome.Refused(wrong.get())
                    : use(open, code, invite.get(), new Chosen(username, password));
        } finally {
            using.unlock();
        }
    }

    private record Chosen(String username, String password) {
        @Override
        public String toString() {
            return "Chosen";
        }
    }

    private static FirstAdmin.Outcome use(
            Book open, String code, InviteRecord invite, Chosen chosen) {
        open.invites().remove(TokenHash.of(code));
        return switch (open.accounts()
                .create(chosen.username(), chosen.password(), invite.role())) {
            case AccountChange.Refused(String message) -> {
                // Somebody took the name in between: the link is still his.
                open.invites().put(TokenHash.of(code), invite);
                yield new FirstAdmin.Outcome.Refused(message);
            }
            case AccountChange.Done(Account account) -> {
                open.welcome().accept(account);
                yield new FirstAdmin.Outcome.Created(open.sessions().start(account));
            }
        };
    }
}
