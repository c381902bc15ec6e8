package cloud.atek.datachain.trust;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridVerifyKey;
import org.jspecify.annotations.Nullable;

/// Checks signatures of changes. Thread-safe when `published` is.
///
/// @param published finds the hybrid keys
public record Verifier(Keys published) {

    /// What a look at one signature tells.
    public enum Verdict {
        /// This key signed exactly this text.
        GOOD,
        /// It did not, or the signature was changed.
        BAD,
        /// The key was never published, so nobody can tell.
        UNKNOWN_KEY
    }

    /// Finds a hybrid key by its id.
    @FunctionalInterface
    public interface Keys {
        @Nullable HybridVerifyKey find(Hash id);
    }

    /// @param text what was signed, the whole of it
    public Verdict check(byte[] text, ChangeSignature signature) {
        return switch (signature) {
            case ChangeSignature.Ed25519(var key, var value) -> verdict(key.verifies(text, value));
            case ChangeSignature.Hybrid(var id, var value) -> {
                HybridVerifyKey key = published.find(id);
                yield key == null
                        ? Verdict.UNKNOWN_KEY
                        : verdict(key.verifies(ChangeSignature.CONTEXT, text, value));
            }
        };
    }

    private static Verdict verdict(boolean good) {
        return good ? Verdict.GOOD : Verdict.BAD;
    }
}
