package cloud.atek.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reading all of the audit found.
///
/// @param sound whether all of it is as it was written
/// @param damage the first thing that is not, with the name of its file and the byte; absent when
///   all is sound
/// @param entries in all sound volumes
/// @param volumes oldest first
/// @param aside names of damaged volumes that are kept aside, in the folder `audit/damaged`
/// @param unwritten entries that could not be written and wait in memory
/// @param problem one sentence when the host cannot write the audit just now
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditReport(
        boolean sound,
        @Nullable String damage,
        long entries,
        List<Volume> volumes,
        List<String> aside,
        long unwritten,
        @Nullable String problem) {

    /// One datachain of the audit.
    ///
    /// @param number from 1; each names the one before by its root
    /// @param id of the chain: its public key, 64 hex digits
    /// @param size commits on disk, the first of which is its genesis
    /// @param root of the Merkle tree over them, 64 hex digits; absent when it is damaged
    /// @param checkpoint the newest signed note of its size and root; keep a copy elsewhere, and
    ///   nobody can change what is before it unnoticed
    /// @param from time of its first entry, ISO 8601
    /// @param to time of its last entry
    /// @param bytes on disk
    /// @param damage what is wrong with it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Volume(
            int number,
            String id,
            long size,
            @Nullable String root,
            @Nullable String checkpoint,
            @Nullable String from,
            @Nullable String to,
            long bytes,
            @Nullable String damage) {}
}
