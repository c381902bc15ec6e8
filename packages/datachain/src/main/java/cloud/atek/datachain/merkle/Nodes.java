package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.io.IOException;

/// The stored hashes of complete subtrees.
@FunctionalInterface
interface Nodes {

    /// @param position see [Subtrees#position]
    Hash read(long position) throws IOException;
}
