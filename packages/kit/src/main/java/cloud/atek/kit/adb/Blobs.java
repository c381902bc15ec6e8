package cloud.atek.kit.adb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.BlobApi;
import cloud.atek.api.adb.BlobApi.Blob;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.RpcError;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The blobs of one database: bytes of any kind, up to 4 GiB each, at key paths of their own. Their
/// bytes go as they are read and written, by the socket of the host. Thread-safe; it calls and
/// fails as [Adb] says.
public final class Blobs {

    /// What is said of a blob or of a refusal, in bytes.
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final HostApis host;
    private final AdbApi api;
    private final String db;

    Blobs(HostApis host, AdbApi api, String db) {
        this.host = host;
        this.api = api;
        this.db = db;
    }

    /// As [#put(KeyPath, String, InputStream, long)], of a file.
    ///
    /// @throws IOException when the file cannot be opened
    public Blob put(String path, String type, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return put(KeyPath.parse(path), type, in, Files.size(file));
        }
    }

    public Blob put(String path, String type, InputStream content, long length) {
        return put(KeyPath.parse(path), type, content, length);
    }

    /// Puts a blob in the place of what is there. On disk when it returns.
    ///
    /// @param type a media type, such as `image/png`
    /// @param content is read to its end and not closed
    /// @param length number of bytes that `content` gives, or [Body#UNKNOWN]
    /// @throws RpcException also when `content` cannot be read
    public Blob put(KeyPath path, String type, InputStream content, long length) {
        Headers headers = Headers.of("Content-Type", type);
        var put = new Request("PUT", target(path), headers, Body.of(content, length));
        try (Response answer = send(put)) {
            byte[] said = answer.body().bytes(ANSWER_BYTES_MAX);
            return Mapping.JSON.readValue(said, Blob.class);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    public BlobContent open(String path) {
        return open(KeyPath.parse(path));
    }

    /// Begins to read a blob. What is put or deleted meanwhile does not change what is read.
    ///
    /// @throws RpcException also when there is none
    public BlobContent open(KeyPath path) {
        try {
            Response answer = send(Request.get(target(path)));
            Headers headers = answer.headers();
            return new BlobContent(
                    headers.first("Content-Type").orElse(""),
                    answer.body().length(),
                    headers.first("ETag").orElse("").replace("\"", ""),
                    answer.body().in());
        } catch (IOException e) {
            throw broken(e);
        }
    }

    public Blob stat(String path) {
        return stat(KeyPath.parse(path));
    }

    /// @throws RpcException also when there is none
    public Blob stat(KeyPath path) {
        return api.blobStat(db, path);
    }

    /// The blobs below `path`, those in folders included, ordered by the bytes of their paths; at
    /// most 10 000.
    public List<Blob> list(String path) {
        return list(KeyPath.parse(path), ListOptions.ALL);
    }

    public List<Blob> list(KeyPath path, ListOptions options) {
        return api.blobList(db, path, options).blobs();
    }

    public void delete(String path) {
        delete(KeyPath.parse(path));
    }

    /// Deleting what is not there is no error.
    public void delete(KeyPath path) {
        api.blobDelete(db, path);
    }

    /// A JSON array, for a name may have slashes.
    private String target(KeyPath path) {
        String names = Mapping.JSON.valueToTree(path).toString();
        return "/?db=" + db + "&path=" + URLEncoder.encode(names, UTF_8);
    }

    private Response send(Request request) throws IOException {
        Response answer = host.send(BlobApi.BLOBS, request);
        if (answer.status() < 300) {
            return answer;
        }
        try (answer) {
            throw refusal(answer.status(), answer.body().bytes(ANSWER_BYTES_MAX));
        }
    }

    private static RpcException refusal(int status, byte[] answer) throws IOException {
        int code =
                switch (status) {
                    case 401, 403 -> RpcError.Code.DENIED;
                    case 502, 503, 504 -> RpcError.Code.UNREACHABLE;
                    default -> RpcError.Code.FAILED;
                };
        return new RpcException(code, said(status, answer));
    }

    private static String said(int status, byte[] answer) throws IOException {
        String unsaid = "the blob was refused with status " + status;
        try {
            return Mapping.JSON.readTree(answer).path("message").asText(unsaid);
        } catch (JsonProcessingException e) {
            return unsaid;
        }
    }

    private static RpcException broken(IOException e) {
        String message = "the blob did not get through: " + e.getMessage();
        return new RpcException(RpcError.Code.UNREACHABLE, message, e);
    }
}
