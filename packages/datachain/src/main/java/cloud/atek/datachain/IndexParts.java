package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.util.regex.Pattern;

/// The names of what an index carries besides the rows. The index knows nothing of their form: who
/// writes a part reads it, and does not use the index when one that it needs is missing.
///
/// ```
/// name     what it must hold, at the sequence of the index
/// time     of the last commit
/// tree     edge of the Merkle tree: its complete subtrees, the largest first
/// authors  the last counter of every author
/// segments segments of the log and the marks in them
/// genesis  what the chain row says
/// keys     hybrid public keys that rows publish
/// horizon  highest sequence of a removal that is forgotten, 0 for none
/// ```
final class IndexParts {

    static final String TIME = "time";
    static final String TREE = "tree";
    static final String AUTHORS = "authors";
    static final String SEGMENTS = "segments";
    static final String HORIZON = "horizon";
    static final String GENESIS = "genesis";
    static final String KEYS = "keys";

    /// Largest part, in bytes: it is in memory as a whole.
    static final int BYTES_MAX = 256 << 20;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private IndexParts() {}

    /// @throws IllegalArgumentException when it cannot be a part
    static void require(String name, Bytes part) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a part: \"" + name + "\"");
        }
        if (part.size() > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the part " + name + " of " + part.size() + " bytes, " + BYTES_MAX + " fit");
        }
    }
}
