package cloud.atek.adb.service;

import cloud.atek.adb.Blob;
import cloud.atek.api.adb.BlobApi;
import java.util.List;

/// How what is known of blobs goes out.
final class BlobShapes {

    private BlobShapes() {}

    /// @param id of the database
    /// @param keyFrom how many names of the path the blob's key leaves out
    static BlobApi.Blob of(String id, Blob blob, int keyFrom) {
        List<String> names = blob.path().segments();
        return new BlobApi.Blob(
                String.join("/", names.subList(keyFrom, names.size())),
                blob.path().toString(),
                BlobAddress.url(id, blob.path()),
                blob.sequence(),
                blob.size(),
                blob.type(),
                blob.hash().hex());
    }

    /// @param id of the database
    static BlobApi.Blob of(String id, Blob blob) {
        return of(id, blob, blob.path().segments().size() - 1);
    }
}
