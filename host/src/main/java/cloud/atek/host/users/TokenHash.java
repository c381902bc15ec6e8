package cloud.atek.host.users;

import cloud.atek.crypto.Hash;
import java.nio.charset.StandardCharsets;

/// How tokens are kept: as their hash alone, so that nothing of ours on disk opens a door.
final class TokenHash {

    private TokenHash() {}

    /// What is kept of a token, 64 hex digits. A plain SHA-256 will do: nobody guesses 256 bits,
    /// however fast he hashes; and looking a hash up in a map tells a stranger nothing by its time,
    /// for he cannot choose the hash.
    static String of(String token) {
        return Hash.of(token.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
