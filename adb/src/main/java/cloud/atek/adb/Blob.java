package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Hash;

/// What a database knows of the content at a path.
///
/// @param sequence of the commit that put it
/// @param hash SHA-256 of the content
/// @param size in bytes
/// @param type the media type that its writer gave it: ASCII, at most [Limits#BLOB_TYPE_CHARS_MAX]
///   characters
public record Blob(KeyPath path, long sequence, Hash hash, long size, String type) {}
