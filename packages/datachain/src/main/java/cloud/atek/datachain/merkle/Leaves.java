package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.io.IOException;

/// Takes the leaves of a tree in their order and knows its root. One thread at a time.
public interface Leaves {

    /// @param leaf hash of the next commit
    void add(Hash leaf) throws IOException;

    /// The root over all leaves so far.
    Hash root();
}
