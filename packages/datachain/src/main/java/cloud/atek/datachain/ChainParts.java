package cloud.atek.datachain;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.merkle.Checkpointer;
import cloud.atek.datachain.merkle.MerkleTree;
import java.util.concurrent.locks.ReentrantLock;

/// What an open chain is made of.
///
/// @param order guards `state`, and that the tree gets its leaves in the order of the log
record ChainParts(
        Log log,
        SigningKey key,
        ChainSettings settings,
        ChainState state,
        ReentrantLock order,
        MerkleTree tree,
        Checkpointer checkpointer,
        ChainIndex index) {}
