package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings blobs into a database, or looks whether they can be. One thread owns it.
final class BlobImport {

    private final BlobFiles files;
    private final @Nullable BlobStore store;
    private final OnConflict conflict;
    private final boolean dry;
    private final ObjectNode counts = MessageCodec.JSON.createObjectNode();

    /// @param store null looks at the contents alone
    /// @param dry writes nothing
    BlobImport(BlobFiles files, @Nullable BlobStore store, OnConflict conflict, boolean dry) {
        this.files = files;
        this.store = store;
        this.conflict = conflict;
        this.dry = dry;
    }

    /// What happens to a blob that is there with another content or type.
    enum OnConflict {
        REFUSE,
        REPLACE,
        KEEP
    }

    /// `{created, replaced, same, kept}`.
    ObjectNode counts() {
        return counts;
    }

    /// @return what is wrong with it; empty when nothing is
    String take(BlobLine blob) throws IOException {
        if (store == null) {
            return files.problem(blob);
        }
        Optional<BlobLine> there = store.find(blob.path());
        if (there.isEmpty()) {
            put(store, blob, "created");
        } else if (isSame(there.get(), blob)) {
            count("same");
        } else {
            switch (conflict) {
                case REFUSE -> {
                    return "the blob is there with another value";
                }
                case REPLACE -> put(store, blob, "replaced");
                case KEEP -> count("kept");
            }
        }
        return "";
    }

    private static boolean isSame(BlobLine one, BlobLine other) {
        return one.hash().equals(other.hash()) && one.type().equals(other.type());
    }

    private void put(BlobStore to, BlobLine blob, String counted) throws IOException {
        if (!dry) {
            to.put(blob, files.at(blob.hash()));
        }
        count(counted);
    }

    private void count(String what) {
        counts.put(what, counts.path(what).asLong() + 1);
    }
}
