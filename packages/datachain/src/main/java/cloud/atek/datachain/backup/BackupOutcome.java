package cloud.atek.datachain.backup;

/// What became of a backup.
public sealed interface BackupOutcome {

    /// It is on disk, whole, and was read back.
    ///
    /// @param copied files that were not there yet
    /// @param bytes of those files
    record Taken(Manifest manifest, int copied, long bytes) implements BackupOutcome {}

    /// The backup is as it was.
    record Refused(Refusal refusal) implements BackupOutcome {}
}
