package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What became of a restore.
public sealed interface RestoreOutcome {

    /// The chain is there and was read.
    ///
    /// @param sequence of its last commit
    /// @param hash of that commit
    /// @param aside where the folder is that was there before; null when there was none
    /// @param checkpoint whether the chain has one: a state older than the checkpoint has none
    record Restored(
            VerifyKey chain, long sequence, Hash hash, @Nullable Path aside, boolean checkpoint)
            implements RestoreOutcome {}

    /// The chain that is there is just the one that was wanted.
    record Same(VerifyKey chain, long sequence) implements RestoreOutcome {}

    /// Nothing was changed.
    record Refused(Refusal refusal) implements RestoreOutcome {}
}
