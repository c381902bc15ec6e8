package cloud.atek.host.users;

import java.time.Instant;

/// An app for codes, as people have one on their phones.
public final class Authenticator {

    private final byte[] secret;

    /// @param secret Base32, as the host tells it
    public Authenticator(String secret) {
        this.secret = Base32.bytes(secret);
    }

    /// @param steps from now, of 30 s each
    public String code(int steps) {
        return Totp.code(secret, Totp.stepAt(Instant.now()) + steps);
    }
}
