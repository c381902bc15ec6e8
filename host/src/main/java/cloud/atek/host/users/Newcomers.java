package cloud.atek.host.users;

import java.util.Optional;

/// The way in for who was invited: a link that is good once. Thread-safe.
public interface Newcomers {

    /// Whether this code is good now.
    ///
    /// @return what its holder should know; empty when it is not
    Optional<Welcome> welcome(String code);

    /// Makes the account of who holds this code, and ends the code.
    FirstAdmin.Outcome accept(String code, String username, String password);

    /// @param username that was thought of for him; empty when none was
    /// @param by who invites him
    record Welcome(String username, String by) {}
}
