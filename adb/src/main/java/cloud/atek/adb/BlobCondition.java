package cloud.atek.adb;

import cloud.atek.crypto.Hash;
import java.util.Optional;

/// What must be at a path for a blob to be put or deleted there.
public sealed interface BlobCondition {

    boolean holds(Optional<Blob> now);

    /// Anything, or nothing.
    record Any() implements BlobCondition {
        @Override
        public boolean holds(Optional<Blob> now) {
            return true;
        }
    }

    /// No blob.
    record Absent() implements BlobCondition {
        @Override
        public boolean holds(Optional<Blob> now) {
            return now.isEmpty();
        }
    }

    /// Some blob.
    record Present() implements BlobCondition {
        @Override
        public boolean holds(Optional<Blob> now) {
            return now.isPresent();
        }
    }

    /// A blob with this content.
    record Is(Hash hash) implements BlobCondition {
        @Override
        public boolean holds(Optional<Blob> now) {
            return now.filter(blob -> blob.hash().equals(hash)).isPresent();
        }
    }
}
