package cloud.atek.adb;

import org.jspecify.annotations.Nullable;

/// How large a database is.
///
/// @param records that are there
/// @param versions puts and deletions of records that the view has seen
/// @param sequence of the last commit on disk
/// @param viewLag commits on disk that the view has not applied yet
/// @param logBytes on disk, with what belongs to the log
/// @param viewBytes on disk, of all that is made from the log
/// @param blobs paths that have one
/// @param blobBytes of their contents, each counted once
/// @param building the view that is being made; null when none is. When there is no other one, the
///   records and versions are not known
public record Stat(
        long records,
        long versions,
        long sequence,
        long viewLag,
        long logBytes,
        long viewBytes,
        long blobs,
        long blobBytes,
        @Nullable Building building) {}
