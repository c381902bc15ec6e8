package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import java.time.Instant;

/// One run of a backup: the end of the chain as it was then.
///
/// @param number from 1
/// @param time of the run
/// @param sequence of the last commit
/// @param hash of that commit
/// @param root of the Merkle tree over all commits
public record Generation(long number, Instant time, long sequence, Hash hash, Hash root) {}
