package cloud.atek.api.adb;

import cloud.atek.api.ApiId;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Blobs: bytes of any kind at key paths of a database, up to 4 GiB each. They have a name space of
/// their own: a record and a blob may stand at one path.
///
/// What is said here of a blob goes by JSON-RPC. Its bytes go by HTTP, through the API [#BLOBS]
/// with transport `proxy`, with `?db=<dbId or alias>&path=<path>`:
///
/// | request | answers |
/// |---|---|
/// | `PUT`, with `Content-Type` | 201 or 200 and the [Blob] when it is on disk |
/// | `GET`, `HEAD` | 200, 206 for a range, 304, 404, 416 |
/// | `DELETE` | 204 |
public interface BlobApi {

    ApiId BLOBS = new ApiId("atek.cloud/adb-blobs");

    /// The blobs below `path`, in the order of [AdbApi#recordList] and with its bounds. At most 10
    /// 000 are told; they have no past, so `at` is refused.
    BlobList blobList(String dbId, KeyPath path, AdbApi.@Nullable ListOptions options);

    /// What is known of a blob.
    Blob blobStat(String dbId, KeyPath path);

    /// Deletes a blob, durably. Deleting what is not there is no error. The content goes too when
    /// no other path has it.
    void blobDelete(String dbId, KeyPath path);

    /// What is known of a blob.
    ///
    /// @param key the last name of the path; in a list, the path relative to the listed one
    /// @param path `/a/b`
    /// @param url where a page fetches it, on its own origin: `/_atek/gateway?…`
    /// @param seq number of the commit that put it
    /// @param size in bytes
    /// @param type the media type that its writer gave it. Fetched, it may be another one, which
    ///   browsers do not run
    /// @param hash SHA-256 of the content, 64 hex digits
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Blob(
            String key, String path, String url, long seq, long size, String type, String hash) {}

    record BlobList(List<Blob> blobs) {}
}
