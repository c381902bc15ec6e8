package cloud.atek.host.users;

import cloud.atek.crypto.PasswordHash;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Hashes passwords, few at a time: each hashing takes 19 MiB and a tenth of a second of a core, so
/// that who guesses could otherwise take a small machine down. Thread-safe.
final class PasswordWork {

    /// Hashings side by side.
    static final int AT_ONCE_MAX = 2;

    /// Who would have to wait behind so many is sent away: about 2 s on a home server.
    static final int WAITING_MAX = 32;

    /// First come, first served: a new password waits no longer than a guess.
    private final Semaphore free = new Semaphore(AT_ONCE_MAX, true);

    /// The hash of a new password, in PHC form.
    String hash(String password) {
        free.acquireUninterruptibly();
        try {
            return PasswordHash.of(password).phc();
        } finally {
            free.release();
        }
    }

    /// Whether this is the password.
    ///
    /// @return empty when too many wait already
    Optional<Boolean> matches(PasswordHash hash, String password) {
        if (free.getQueueLength() >= WAITING_MAX) {
            return Optional.empty();
        }
        free.acquireUninterruptibly();
        try {
            return Optional.of(hash.matches(password));
        } finally {
            free.release();
        }
    }
}
