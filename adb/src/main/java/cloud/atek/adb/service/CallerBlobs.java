package cloud.atek.adb.service;

import cloud.atek.adb.Blob;
import cloud.atek.adb.BlobCondition;
import cloud.atek.adb.Blobs;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.BlobApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one caller learns of blobs and deletes of them by calls. Their bytes go by [BlobHandler].
final class CallerBlobs {

    private final Rights rights;

    CallerBlobs(Rights rights) {
        this.rights = rights;
    }

    BlobApi.BlobList list(String dbId, KeyPath path, @Nullable ListOptions options)
            throws IOException {
        String id = rights.readable(dbId);
        List<Blob> found = blobs().list(id, path, options == null ? ListOptions.ALL : options);
        int depth = path.segments().size();
        return new BlobApi.BlobList(
                found.stream().map(one -> BlobShapes.of(id, one, depth)).toList());
    }

    BlobApi.Blob stat(String dbId, KeyPath path) throws IOException {
        String id = rights.readable(dbId);
        return blobs().find(id, path)
                .map(one -> BlobShapes.of(id, one))
                .orElseThrow(() -> RpcException.failed("No blob is at " + path));
    }

    boolean delete(String dbId, KeyPath path) throws IOException {
        return blobs().delete(rights.writable(dbId), path, new BlobCondition.Any());
    }

    private Blobs blobs() {
        return rights.databases().blobs();
    }
}
