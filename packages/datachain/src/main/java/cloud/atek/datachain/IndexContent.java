package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.util.Map;

/// What an index says of its chain. Before use the caller compares it with the log: that has a
/// commit of this sequence with this hash.
///
/// @param sequence of the last commit that is in it, 0 for an empty chain
/// @param commit the hash of that commit
/// @param rows at that sequence; the caller owns it and applies what came later
/// @param parts what the writer gave with it, see [IndexParts]
record IndexContent(long sequence, Hash commit, RowTable rows, Map<String, Bytes> parts) {

    IndexContent {
        parts = Map.copyOf(parts);
    }
}
