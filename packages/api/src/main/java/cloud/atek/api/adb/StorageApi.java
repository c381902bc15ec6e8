package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a database keeps on disk. All of it is for those who may write.
public interface StorageApi {

    /// Forgets a record, now and with all it ever was: no call tells of it any more when this
    /// answers, and its bytes leave the log at the next compaction, whatever the retention. That it
    /// was purged stays: when, by whom, and how many versions.
    ///
    /// Purging what never was writes nothing.
    PurgeResult purge(String dbId, KeyPath path, @Nullable PurgeOptions options);

    /// Removes from the log, now, what the retention does not keep and what was purged. Answers
    /// when it is done.
    CompactResult compact(String dbId);

    /// Makes the view anew from the log, in the background; `stat` shows how far it is, and reads
    /// are answered from the old one until the new one is there.
    BuildProgress rebuild(String dbId);

    /// @param below whether everything below the path is meant too
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PurgeOptions(@Nullable Boolean below) {}

    /// @param seq of the commit that says so; of the last one where there was nothing
    /// @param records how many paths were purged
    /// @param versions puts and deletions that were purged
    record PurgeResult(long seq, long records, long versions) {}

    /// Sizes of the log on disk, in bytes.
    record CompactResult(long bytesBefore, long bytesAfter) {}

    /// @param done commits that the new view has
    /// @param total commits that there are
    record BuildProgress(long done, long total) {}
}
