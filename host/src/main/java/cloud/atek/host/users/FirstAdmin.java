package cloud.atek.host.users;

/// The way in while nobody has an account: a one-time code, printed where only the owner sees it.
public interface FirstAdmin {

    /// Whether an account is still to be made; false for ever after.
    boolean wanted();

    /// Makes the account and ends the code. Wrong codes are counted and slowed down.
    Outcome create(String code, String username, String password);

    sealed interface Outcome {

        /// @param token of a new session at the root of the domain
        record Created(String token) implements Outcome {
            @Override
            public String toString() {
                return "Created";
            }
        }

        /// @param message one plain sentence
        record Refused(String message) implements Outcome {}
    }
}
