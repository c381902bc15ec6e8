package cloud.atek.crypto.seal;

import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;

/// A key that a [KeyRing] keeps. Wiping it leaves the ring as it is.
public sealed interface RingKey {

    record Signing(SigningKey key) implements RingKey {}

    record Hybrid(HybridSigningKey key) implements RingKey {}

    record Read(ReadKey key) implements RingKey {}

    record Person(RecipientKey key) implements RingKey {}

    /// Overwrites what this holds; it must not be used again.
    default void wipe() {
        switch (this) {
            case Signing(SigningKey key) -> key.wipe();
            case Hybrid(HybridSigningKey key) -> key.wipe();
            case Read(ReadKey key) -> key.wipe();
            case Person(RecipientKey key) -> key.wipe();
        }
    }
}
