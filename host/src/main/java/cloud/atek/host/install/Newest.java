package cloud.atek.host.install;

import org.jspecify.annotations.Nullable;

/// Which version an installation would take now.
public sealed interface Newest {

    /// @param tag such as `v1.2.3`
    /// @param commit 40 hex digits; `null` when the server does not say before it is fetched
    record Found(String tag, @Nullable String commit) implements Newest {}

    /// @param why one sentence for its owner
    record Refused(String why) implements Newest {}
}
