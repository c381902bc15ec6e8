package cloud.atek.host.hostapi;

import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.sessions.UserSessionsApi.Credentials;
import cloud.atek.api.sessions.UserSessionsApi.Session;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.gateway.Reply.SessionChange;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Accounts;
import cloud.atek.host.users.LoginLimit;
import cloud.atek.host.users.Sessions;
import cloud.atek.rpc.MessageCodec;
import java.time.Duration;

/// `atek.cloud/user-sessions-api`.
public final class SessionHandlers {

    private final Accounts accounts;
    private final Sessions sessions;
    private final LoginLimit limit;

    public SessionHandlers(Accounts accounts, Sessions sessions, LoginLimit limit) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.limit = limit;
    }

    public ApiTable table() {
        return ApiTable.of(UserSessionsApi.ID)
                .method("whoami", Policy.ANYONE, Audited.NO, SessionHandlers::whoami)
                .method("login", Policy.ANYONE, Audited.of(this::meant), this::login)
                .method("logout", Policy.PERSON, Audited.yes(), this::logout)
                .build();
    }

    /// Whose account somebody wants to come in by. Another name is not kept: people type passwords
    /// there.
    private Target meant(Call call) {
        String name = call.params().required(0, Credentials.class).username();
        return accounts.named(name)
                .map(account -> Target.user(account.username(), account.key()))
                .orElseGet(() -> Target.user("somebody unknown", null));
    }

    private static Outcome whoami(Call call) {
        return Outcome.value(
                switch (call.caller()) {
                    case Caller.Nobody _ -> Session.NONE;
                    case Caller.Known known ->
                            new Session(
                                    true,
                                    known.username(),
                                    known.user().value(),
                                    known.admin() ? UsersApi.ADMIN : null);
                });
    }

    private Outcome login(Call call) {
        Credentials given = call.params().required(0, Credentials.class);
        Duration wait = limit.wait(given.username());
        if (wait.isPositive()) {
            return Outcome.refused(
                    "Too many wrong passwords. Try again in %d seconds"
                            .formatted(wait.toSeconds() + 1));
        }
        return accounts.authenticate(given.username(), given.password())
                .map(this::loggedIn)
                .orElseGet(() -> {
                    limit.failed(given.username());
                    return Outcome.refused("Username or password was incorrect");
                });
    }

    private Outcome loggedIn(Account account) {
        limit.succeeded(account.username());
        var session =
                new Session(
                        true,
                        account.username(),
                        account.key().value(),
                        account.admin() ? UsersApi.ADMIN : null);
        return new Outcome.Value(
                MessageCodec.JSON.valueToTree(session),
                new SessionChange.Set(sessions.start(account)));
    }

    private Outcome logout(Call call) {
        String session = call.known().session();
        if (session != null) {
            sessions.end(session);
        }
        return new Outcome.Value(MessageCodec.JSON.nullNode(), new SessionChange.Clear());
    }
}
