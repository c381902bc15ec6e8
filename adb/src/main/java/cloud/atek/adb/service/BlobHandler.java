package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.adb.Blob;
import cloud.atek.adb.BlobCondition;
import cloud.atek.adb.Blobs;
import cloud.atek.adb.DiskException;
import cloud.atek.adb.Incoming;
import cloud.atek.adb.InvalidRecordException;
import cloud.atek.crypto.Hash;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.Body;
import cloud.atek.wire.ByteRange;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bytes of blobs by HTTP: [BlobApi#BLOBS]. Nothing is held in memory but one piece.
/// Thread-safe.
///
/// A refusal is JSON, `{"error": true, "message": …}`. Who may not write, or asks for what cannot
/// be, hears so before the content is read.
final class BlobHandler implements HttpServer.Handler {

    private static final Logger log = LoggerFactory.getLogger(BlobHandler.class);

    private final Adb adb;

    BlobHandler(Adb adb) {
        this.adb = adb;
    }

    @Override
    public Response handle(Request request) throws IOException {
        try {
            Caller caller =
                    Caller.of(request)
                            .orElseThrow(() -> new RefusedException(401, "Not authorized"));
            return answer(request, new Rights(adb, caller));
        } catch (RefusedException e) {
            return refusal(e.status(), String.valueOf(e.getMessage()));
        } catch (InvalidRecordException e) {
            return refusal(400, String.valueOf(e.getMessage()));
        } catch (RpcException e) {
            return refusal(500, String.valueOf(e.getMessage()));
        } catch (DiskException e) {
            log.error("a blob was not kept", e);
            return refusal(e.isFull() ? 507 : 500, String.valueOf(e.getMessage()));
        }
    }

    private Response answer(Request request, Rights rights) throws IOException {
        BlobAddress at = BlobAddress.of(request.query());
        return switch (request.method()) {
            case "GET", "HEAD" -> show(request, at, database(rights, at, false));
            case "PUT" -> put(request, at, database(rights, at, true));
            case "DELETE" -> delete(request, at, database(rights, at, true));
            default ->
                    refusal(405, "Want GET, PUT or DELETE").with("Allow", "GET, HEAD, PUT, DELETE");
        };
    }

    private static String database(Rights rights, BlobAddress at, boolean writes) {
        String id;
        try {
            id = Failures.shown(() -> rights.resolve(at.db()));
        } catch (RpcException e) {
            throw new RefusedException(404, String.valueOf(e.getMessage()));
        }
        boolean may =
                Failures.shown(() ->
                        writes
                                ? rights.writes(rights.registration(id))
                                : rights.reads(rights.registration(id)));
        if (!may) {
            throw new RefusedException(403, "Not authorized to access " + id);
        }
        if (!rights.databases().exists(id)) {
            throw new RefusedException(404, "Database not found: " + id);
        }
        return id;
    }

    private Response show(Request request, BlobAddress at, String id) throws IOException {
        Blobs.Opened opened =
                Failures.shown(() -> blobs().open(id, at.path())).orElseThrow(() -> notFound(at));
        boolean sent = false;
        try {
            Response response = show(request, opened);
            sent = response.body() instanceof Body.Stream;
            return response;
        } finally {
            if (!sent) {
                opened.content().close();
            }
        }
    }

    private static Response show(Request request, Blobs.Opened opened) throws IOException {
        Blob blob = opened.blob();
        Headers headers = BlobHeaders.of(blob);
        if (BlobHeaders.known(request.headers(), blob)) {
            return new Response(304, headers, Body.none());
        }
        Optional<ByteRange> wanted =
                ByteRange.of(BlobHeaders.range(request.headers(), blob), blob.size());
        if (wanted.isEmpty()) {
            return refusal(416, "The blob has " + blob.size() + " bytes")
                    .with("Content-Range", "bytes */" + blob.size());
        }
        ByteRange range = wanted.get();
        boolean all = range.isAllOf(blob.size());
        Headers told =
                all ? headers : headers.with("Content-Range", range.contentRange(blob.size()));
        int status = all ? 200 : 206;
        if (request.method().equals("HEAD")) {
            String length = Long.toString(range.length());
            return new Response(status, told.with("Content-Length", length), Body.none());
        }
        return new Response(status, told, body(opened.content(), range));
    }

    private static Body body(FileChannel content, ByteRange range) throws IOException {
        if (range.length() == 0) {
            return Body.none();
        }
        content.position(range.from());
        return Body.of(Channels.newInputStream(content), range.length());
    }

    private Response put(Request request, BlobAddress at, String id) throws IOException {
        String type = BlobHeaders.type(request.headers());
        Optional<Hash> expected = BlobHeaders.expected(request.headers());
        BlobCondition condition = BlobHeaders.condition(request.headers());
        if (!condition.holds(Failures.shown(() -> blobs().find(id, at.path())))) {
            throw otherwise();
        }
        Incoming incoming =
                blobs().begin(id, request.body().length())
                        .orElseThrow(() ->
                                new RefusedException(
                                        503, "Too many blobs come at once: try again"));
        try (incoming) {
            Incoming.Content content = incoming.receive(request.body().in());
            if (expected.isPresent() && !expected.get().equals(content.hash())) {
                throw new RefusedException(
                        422,
                        "The content has the SHA-256 %s, expected was %s: nothing was kept"
                                .formatted(content.hash(), expected.get()));
            }
            Blobs.Put put =
                    Failures.shown(() ->
                                    blobs().put(id, incoming, content, at.path(), type, condition))
                            .orElseThrow(BlobHandler::otherwise);
            return stored(id, put);
        }
    }

    private static Response stored(String id, Blobs.Put put) throws IOException {
        byte[] json = MessageCodec.JSON.writeValueAsBytes(BlobShapes.of(id, put.blob()));
        return Response.of(put.created() ? 201 : 200, "application/json", json)
                .with("ETag", BlobHeaders.tag(put.blob()));
    }

    private Response delete(Request request, BlobAddress at, String id) {
        BlobCondition condition = BlobHeaders.condition(request.headers());
        if (!Failures.shown(() -> blobs().delete(id, at.path(), condition))) {
            throw otherwise();
        }
        return Response.empty(204);
    }

    private Blobs blobs() {
        return adb.databases().blobs();
    }

    private static RefusedException otherwise() {
        return new RefusedException(412, "The blob is not as it was expected: look at it again");
    }

    private static RefusedException notFound(BlobAddress at) {
        return new RefusedException(404, "No blob is at " + at.path());
    }

    private static Response refusal(int status, String message) {
        byte[] json =
                MessageCodec.JSON
                        .createObjectNode()
                        .put("error", true)
                        .put("message", message)
                        .toString()
                        .getBytes(UTF_8);
        return Response.of(status, "application/json", json);
    }
}
