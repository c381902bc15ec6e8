package cloud.atek.datachain.backup;

import cloud.atek.crypto.VerifyKey;
import java.util.List;

/// What a backup holds.
///
/// @param chain whose backup it is
/// @param generations the newest last, at least one and at most [#GENERATIONS_MAX]
/// @param files of the newest generation, segments in order and the checkpoint last
public record Manifest(VerifyKey chain, List<Generation> generations, List<StoredFile> files) {

    /// Older ones are forgotten; what they held is in the newest too.
    public static final int GENERATIONS_MAX = 1000;

    public Manifest {
        generations = List.copyOf(generations);
        files = List.copyOf(files);
        if (generations.isEmpty() || generations.size() > GENERATIONS_MAX || files.isEmpty()) {
            throw new IllegalArgumentException(
                    "a backup of "
                            + generations.size()
                            + " generations and "
                            + files.size()
                            + " files");
        }
        if (files.stream().map(StoredFile::name).distinct().count() < files.size()) {
            throw new IllegalArgumentException("two files of one name");
        }
    }

    public Generation newest() {
        return generations.getLast();
    }
}
