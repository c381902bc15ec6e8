package cloud.atek.host.users;

/// What became of a wish to make or change an account.
public sealed interface AccountChange {

    record Done(Account account) implements AccountChange {}

    /// @param message one plain sentence
    record Refused(String message) implements AccountChange {}
}
