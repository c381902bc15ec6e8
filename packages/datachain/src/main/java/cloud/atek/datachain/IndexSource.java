package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/// What an index is written from. All of it is the chain at one sequence, that of the snapshot; it
/// is on disk, and nothing of it changes while the index is written.
///
/// @param rows open until the index is written; the caller closes it
/// @param commit hash of the last commit; [Hash#ZERO] for an empty chain
/// @param parts what else its reader must know, by name, see [IndexParts]
/// @param order guards the table: held for some thousand rows at a time, never while the disk works
record IndexSource(RowSnapshot rows, Hash commit, Map<String, Bytes> parts, Lock order) {

    IndexSource {
        parts = Map.copyOf(parts);
        parts.forEach(IndexParts::require);
    }
}
