package cloud.atek.host.cli.adb;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.adb.BlobApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.crypto.Hash;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The blobs of one database of the running host.
record BlobStore(Db db) {

    /// The most that one call tells of.
    static final int PAGE = 10_000;

    private static final int REFUSAL_BYTES_MAX = 64 << 10;

    /// A page of blobs, and where the next one begins.
    ///
    /// @param next null behind the last
    record Page(List<BlobLine> blobs, @Nullable String next) {}

    /// @param after the `next` of the page before; null for the first. A name with a slash may make
    ///   blobs come twice, never be left out
    Page page(KeyPath folder, @Nullable String after) {
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("limit", PAGE);
        if (after != null) {
            options.put("gt", after);
        }
        JsonNode told = db.call("blobList", folder, options).path("blobs");
        var blobs = new ArrayList<BlobLine>();
        told.forEach(one -> blobs.add(BlobLine.told(one)));
        if (blobs.size() < PAGE) {
            return new Page(blobs, null);
        }
        String next = told.get(PAGE - 1).path("key").asText();
        if (next.equals(after)) {
            throw new CommandFailedException(
                    "More than %,d blobs stand between names that have slashes.".formatted(PAGE));
        }
        return new Page(blobs, next);
    }

    BlobLine stat(KeyPath path) {
        return BlobLine.told(db.call("blobStat", path));
    }

    /// Empty when there is none.
    Optional<BlobLine> find(KeyPath path) throws IOException {
        try (Answer answer = send("HEAD", path, Map.of(), InputStream.nullInputStream(), 0)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
        }
        return Optional.of(stat(path));
    }

    /// Its bytes as they come; status 404 when there is none.
    Answer get(KeyPath path) throws IOException {
        Answer answer = send("GET", path, Map.of(), InputStream.nullInputStream(), 0);
        return answer.status() == 404 ? answer : requireDone(answer);
    }

    /// Durable when it returns.
    void put(BlobLine blob, Path content) throws IOException {
        byte[] hash = Hash.ofHex(blob.hash()).value().toArray();
        String digest = "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
        var headers = Map.of("Content-Type", blob.type(), "Repr-Digest", digest);
        try (InputStream in = Files.newInputStream(content);
                Answer answer = send("PUT", blob.path(), headers, in, blob.size())) {
            requireDone(answer);
        }
    }

    private Answer send(
            String method,
            KeyPath path,
            Map<String, String> headers,
            InputStream body,
            long length) {
        String names = MessageCodec.JSON.valueToTree(path.segments()).toString();
        String query = "db=" + db.id() + "&path=" + URLEncoder.encode(names, UTF_8);
        return db.session()
                .host()
                .get()
                .exchange(BlobApi.BLOBS, method, query, headers, body, length);
    }

    private static Answer requireDone(Answer answer) throws IOException {
        if (answer.status() < 300) {
            return answer;
        }
        try (answer) {
            byte[] body = answer.body().readNBytes(REFUSAL_BYTES_MAX);
            String said = MessageCodec.JSON.readTree(body).path("message").asText();
            throw new CommandFailedException(
                    answer.status() == 403 ? ExitCode.REFUSED : ExitCode.FAILED,
                    said.isEmpty() ? "A blob was refused: status " + answer.status() + "." : said);
        }
    }
}
