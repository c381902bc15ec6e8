package cloud.atek.host.users;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides whether somebody is who he says: name, password and, where the user wants it, a code.
/// Thread-safe.
///
/// What is said to who is wrong is the same whether the name, the password or both are wrong, and
/// takes the same time.
public final class LoginCheck {

    private static final String WRONG = "Username or password was incorrect";
    private static final String WRONG_CODE =
            "The code was incorrect or was used before. Wait for the next one";

    private final Accounts accounts;
    private final SecondSteps secondSteps;
    private final LoginLimit limit;

    /// What was found.
    public sealed interface Found {

        record Right(Account account) implements Found {}

        /// Name and password are right; a code is wanted too.
        record CodeWanted() implements Found {}

        /// @param message one plain sentence
        record Wrong(String message) implements Found {}
    }

    public LoginCheck(Accounts accounts, SecondSteps secondSteps, LoginLimit limit) {
        this.accounts = accounts;
        this.secondSteps = secondSteps;
        this.limit = limit;
    }

    /// Checks a login.
    ///
    /// @param code of the app, or a recovery code
    public Found check(String username, String password, @Nullable String code) {
        Duration wait = limit.take(username);
        if (wait.isPositive()) {
            return tooMany(wait);
        }
        Found found = password(username, password);
        if (found instanceof Found.Right(Account account) && account.wantsCode()) {
            found = code(account, code);
        }
        if (found instanceof Found.Right) {
            limit.succeeded(username);
        }
        return found;
    }

    /// Checks that who is logged in already is himself at it: by his password alone.
    public Found confirm(Account account, String password) {
        Duration wait = limit.take(account.username());
        if (wait.isPositive()) {
            return tooMany(wait);
        }
        Found found = password(account.username(), password);
        if (found instanceof Found.Right) {
            limit.giveBack(account.username());
        }
        return found instanceof Found.Wrong(String message) && message.equals(WRONG)
                ? new Found.Wrong("The password was incorrect")
                : found;
    }

    private Found password(String username, String password) {
        return switch (accounts.authenticate(username, password)) {
            case Accounts.Authenticated.Yes(Account account) -> new Found.Right(account);
            case Accounts.Authenticated.No _ -> new Found.Wrong(WRONG);
            case Accounts.Authenticated.Busy _ -> {
                limit.giveBack(username);
                yield new Found.Wrong("Too many people are logging in. Try again in a few seconds");
            }
        };
    }

    private Found code(Account account, @Nullable String code) {
        if (Optional.ofNullable(code).filter(given -> !given.isBlank()).isEmpty()) {
            limit.giveBack(account.username());
            return new Found.CodeWanted();
        }
        return secondSteps.take(account, String.valueOf(code))
                ? new Found.Right(account)
                : new Found.Wrong(WRONG_CODE);
    }

    private static Found tooMany(Duration wait) {
        return new Found.Wrong(
                "Too many wrong passwords. Try again in %d seconds"
                        .formatted(wait.toSeconds() + 1));
    }
}
