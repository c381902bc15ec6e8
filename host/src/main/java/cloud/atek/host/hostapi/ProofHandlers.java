package cloud.atek.host.hostapi;

import cloud.atek.api.users.UsersApi.PasswordChange;
import cloud.atek.api.users.UsersApi.RecoveryCodes;
import cloud.atek.api.users.UsersApi.TotpBegun;
import cloud.atek.api.users.UsersApi.TotpCode;
import cloud.atek.api.users.UsersApi.TotpStart;
import cloud.atek.host.hostapi.ApiTable.Call;
import cloud.atek.host.qr.QrPicture;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.AccountChange;
import cloud.atek.host.users.Accounts;
import cloud.atek.host.users.LoginCheck;
import cloud.atek.host.users.People;
import cloud.atek.host.users.SecondSteps;
import cloud.atek.host.users.Sessions;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The part of `atek.cloud/users-api` that is about how a user proves that it is him.
public final class ProofHandlers {

    private static final String WANT_PASSWORD = "Your password is needed for this";

    private final Accounts accounts;
    private final Sessions sessions;
    private final SecondSteps secondSteps;
    private final LoginCheck check;
    private final Supplier<String> domain;

    /// @param domain names this host in an app for codes, asked each time
    public ProofHandlers(People people, Supplier<String> domain) {
        this.accounts = people.accounts();
        this.sessions = people.sessions();
        this.secondSteps = people.secondSteps();
        this.check = people.loginCheck();
        this.domain = domain;
    }

    /// Finds the account that a call is about, when the caller is that user or an admin.
    @FunctionalInterface
    interface Self {
        Outcome of(Call call, Function<Account, Outcome> action);
    }

    /// @param change names the user whom a call is about, for the audit
    void rows(ApiTable.Builder table, Audited change, Self self) {
        table.method("setPassword", Policy.PERSON, change, c -> self.of(c, a -> setPassword(c, a)))
                .method("beginTotp", Policy.PERSON, change, c -> self.of(c, a -> begin(c, a)))
                .method("confirmTotp", Policy.PERSON, change, c -> self.of(c, a -> confirm(c, a)))
                .method("resetTotp", Policy.PERSON, change, c -> self.of(c, a -> reset(c, a)));
    }

    private Outcome setPassword(Call call, Account account) {
        PasswordChange change = call.params().required(1, PasswordChange.class);
        if (own(call, account)) {
            Optional<Outcome> refused = refused(account, change.oldPassword());
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return switch (accounts.password(account, change.newPassword())) {
            case AccountChange.Refused(String message) -> Outcome.refused(message);
            case AccountChange.Done _ -> {
                String kept = own(call, account) ? call.known().session() : null;
                sessions.endOthers(account.key(), kept);
                yield Outcome.DONE;
            }
        };
    }

    private Outcome begin(Call call, Account account) {
        TotpStart start = call.params().required(1, TotpStart.class);
        if (!own(call, account)) {
            return Outcome.notAuthorized();
        }
        return refused(account, start.password())
                .orElseGet(() -> {
                    String secret = secondSteps.begin(account);
                    String url = SecondSteps.address(account, domain.get(), secret);
                    return Outcome.value(new TotpBegun(secret, url, QrPicture.of(url).url()));
                });
    }

    private Outcome confirm(Call call, Account account) {
        TotpCode code = call.params().required(1, TotpCode.class);
        if (!own(call, account)) {
            return Outcome.notAuthorized();
        }
        return secondSteps
                .confirm(account, code.code())
                .map(codes -> Outcome.value(new RecoveryCodes(codes)))
                .orElseGet(() ->
                        Outcome.refused(
                                "The code was incorrect. Look whether the clocks of your phone and"
                                        + " of this server are right, and try the next one"));
    }

    private Outcome reset(Call call, Account account) {
        if (own(call, account)) {
            Optional<TotpStart> start = call.params().optional(1, TotpStart.class);
            Optional<Outcome> refused =
                    refused(account, start.map(TotpStart::password).orElse(null));
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        secondSteps.reset(account);
        return Outcome.DONE;
    }

    private static boolean own(Call call, Account account) {
        return call.known().user().equals(account.key());
    }

    /// Why the caller did not show that it is himself; empty when he did.
    private Optional<Outcome> refused(Account account, @Nullable String password) {
        if (password == null) {
            return Optional.of(Outcome.refused(WANT_PASSWORD));
        }
        return switch (check.confirm(account, password)) {
            case LoginCheck.Found.Wrong(String message) -> Optional.of(Outcome.refused(message));
            case LoginCheck.Found.Right _, LoginCheck.Found.CodeWanted _ -> Optional.empty();
        };
    }
}
