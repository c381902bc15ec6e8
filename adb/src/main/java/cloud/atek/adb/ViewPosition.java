package cloud.atek.adb;

import cloud.atek.crypto.Hash;

/// How much of a chain a view has applied.
///
/// @param sequence of the last commit, 0 for none
/// @param hash of that commit, [Hash#ZERO] for none
record ViewPosition(long sequence, Hash hash) {

    static final ViewPosition START = new ViewPosition(0, Hash.ZERO);
}
