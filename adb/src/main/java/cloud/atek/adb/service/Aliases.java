package cloud.atek.adb.service;

import cloud.atek.kit.RpcException;
import org.jspecify.annotations.Nullable;

/// What an alias looks like.
final class Aliases {

    private static final int LENGTH_MAX = 256;

    private Aliases() {}

    /// @throws RpcException when `alias` is none; null is no alias at all
    static void require(@Nullable String alias) {
        if (alias == null) {
            return;
        }
        if (alias.isBlank() || alias.length() > LENGTH_MAX) {
            throw RpcException.failed("An alias has 1 to " + LENGTH_MAX + " characters");
        }
        if (DbId.parse(alias).isPresent()) {
            throw RpcException.failed("An alias cannot look like a database ID: " + alias);
        }
    }
}
