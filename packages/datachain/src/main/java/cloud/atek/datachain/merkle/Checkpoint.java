package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import java.util.Base64;
import java.util.regex.Pattern;

/// What a log says of itself at one size, as the text of a note
/// (<https://c2sp.org/tlog-checkpoint>):
///
/// ```
/// atek.cloud/datachain/<64 hex digits of the chain's id>
/// <size, decimal>
/// <root, base64>
/// ```
///
/// @param origin name of the log, and of the key that signs
/// @param size of the tree, in leaves: the sequence of its last commit
public record Checkpoint(String origin, long size, Hash root) {

    private static final String ORIGIN = "atek.cloud/datachain/";
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int LINES = 3;

    public Checkpoint {
        if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
            throw new IllegalArgumentException("a checkpoint without an origin or a size");
        }
    }

    /// The key of chain `id` under the name of its log.
    public static NoteKey keyOf(VerifyKey id) {
        return new NoteKey(ORIGIN + id.hex(), id);
    }

    /// Reads the text of `note`, which is not verified here. Lines that follow the three are passed
    /// over.
    ///
    /// @throws MalformedNoteException when it is not a checkpoint
    public static Checkpoint of(Note note) {
        String[] lines = note.text().split("\n", -1);
        if (lines.length < LINES + 1 || !SIZE.matcher(lines[1]).matches()) {
            throw new MalformedNoteException("want lines of origin, size and root");
        }
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new MalformedNoteException("an empty line in a checkpoint");
            }
        }
        try {
            Hash root = new Hash(Bytes.owning(Note.base64(lines[2])));
            return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
        } catch (IllegalArgumentException e) {
            throw new MalformedNoteException("not the root of a tree: " + e.getMessage(), e);
        }
    }

    public String text() {
        String root64 = Base64.getEncoder().encodeToString(root.value().toArray());
        return origin + "\n" + size + "\n" + root64 + "\n";
    }
}
