package cloud.atek.host.hostapi;

import cloud.atek.api.UserKey;
import cloud.atek.api.users.UsersApi;
import cloud.atek.api.users.UsersApi.NewUser;
import cloud.atek.api.users.UsersApi.UserList;
import cloud.atek.api.users.UsersApi.UserSettings;
import cloud.atek.api.users.UsersApi.UserUpdate;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed.Target;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.AccountChange;
import cloud.atek.host.users.Accounts;
import cloud.atek.host.users.People;
import cloud.atek.host.users.Sessions;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// `atek.cloud/users-api`.
public final class UserHandlers {

    private final Accounts accounts;
    private final Sessions sessions;
    private final ProofHandlers proofs;
    private final InviteHandlers invites;
    private final LeavingHandlers leaving;
    private final Consumer<Account> welcome;

    /// @param welcome told of each new account; the answer waits for it
    public UserHandlers(
            People people,
            InviteHandlers invites,
            ProofHandlers proofs,
            LeavingHandlers leaving,
            Consumer<Account> welcome) {
        this.accounts = people.accounts();
        this.sessions = people.sessions();
        this.invites = invites;
        this.proofs = proofs;
        this.leaving = leaving;
        this.welcome = welcome;
    }

    public ApiTable table() {
        Audited change = Audited.of(this::meant);
        ApiTable.Builder table =
                ApiTable.of(UsersApi.ID)
                        .method("list", Policy.ADMIN, Audited.NO, _ -> list())
                        .method("get", Policy.PERSON, Audited.NO, call -> self(call, this::shown))
                        .method(
                                "create",
                                Policy.ADMIN,
                                Audited.of(UserHandlers::wanted, UserHandlers::made),
                                this::create)
                        .method("update", Policy.ADMIN, change, this::update)
                        .method(
                                "getSettings",
                                Policy.PERSON,
                                Audited.NO,
                                call -> self(call, this::settings))
                        .method(
                                "updateSettings",
                                Policy.PERSON,
                                change,
                                call -> self(call, account -> updateSettings(call, account)));
        invites.rows(table);
        leaving.rows(table, change);
        proofs.rows(table, change, this::self);
        return table.build();
    }

    private static Target wanted(Call call) {
        return Target.user(call.params().required(0, NewUser.class).username(), null);
    }

    private static Target made(JsonNode user) {
        return Target.user(user.path("username").asText(), new UserKey(user.path("key").asText()));
    }

    /// The user that a call names, as he is before he is changed.
    private Target meant(Call call) {
        return key(call)
                .flatMap(accounts::find)
                .map(account -> Target.user(account.username(), account.key()))
                .orElseGet(() -> Target.user("somebody unknown", null));
    }

    private Outcome list() {
        return Outcome.value(new UserList(accounts.all().stream().map(Account::shown).toList()));
    }

    private Outcome create(Call call) {
        NewUser user = call.params().required(0, NewUser.class);
        AccountChange made = accounts.create(user.username(), user.password(), user.role());
        if (made instanceof AccountChange.Done(Account account)) {
            welcome.accept(account);
        }
        return changed(made);
    }

    private Outcome update(Call call) {
        UserUpdate update = call.params().required(1, UserUpdate.class);
        Outcome outcome = named(call, account -> changed(accounts.update(account, update)));
        if (outcome instanceof Outcome.Value
                && (update.password() != null || update.role() != null)) {
            key(call).ifPresent(sessions::endAll);
        }
        return outcome;
    }

    private Outcome shown(Account account) {
        return Outcome.value(account.shown());
    }

    private Outcome settings(Account account) {
        return Outcome.value(account.settings());
    }

    private Outcome updateSettings(Call call, Account account) {
        UserSettings settings = account.updated(call.params().required(1, UserSettings.class));
        return switch (accounts.settings(account, settings)) {
            case AccountChange.Done _ -> Outcome.value(settings);
            case AccountChange.Refused(String message) -> Outcome.refused(message);
        };
    }

    static Outcome changed(AccountChange change) {
        return switch (change) {
            case AccountChange.Done(Account account) -> Outcome.value(account.shown());
            case AccountChange.Refused(String message) -> Outcome.refused(message);
        };
    }

    /// Does it when the caller is that user, or an admin.
    private Outcome self(Call call, Function<Account, Outcome> action) {
        Caller.Known caller = call.known();
        boolean own = key(call).filter(caller.user()::equals).isPresent();
        return own || caller.admin() ? named(call, action) : Outcome.notAuthorized();
    }

    private Outcome named(Call call, Function<Account, Outcome> action) {
        return key(call)
                .flatMap(accounts::find)
                .map(action)
                .orElseGet(() ->
                        Outcome.refused(
                                "Not found: atek.cloud,user,"
                                        + call.params().required(0, String.class)));
    }

    static Optional<UserKey> key(Call call) {
        return Optional.of(call.params().required(0, String.class))
                .filter(UserKey::fits)
                .map(UserKey::new);
    }
}
