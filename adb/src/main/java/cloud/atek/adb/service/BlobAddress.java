package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.adb.BlobApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;

/// Which blob an HTTP request is about: `?db=<dbId or alias>&path=<path>`.
///
/// A path is written `/a/b`, or as a JSON array where a name has slashes: `["a","b/c"]`.
record BlobAddress(String db, KeyPath path) {

    /// @param query not decoded
    /// @throws RefusedException when it names no blob
    static BlobAddress of(String query) {
        Map<String, String> parameters = parameters(query);
        return new BlobAddress(need(parameters, "db"), path(need(parameters, "path")));
    }

    /// Where a page fetches a blob.
    static String url(String id, KeyPath path) {
        boolean plain = path.segments().stream().noneMatch(name -> name.indexOf('/') >= 0);
        String written =
                plain ? path.toString() : MessageCodec.JSON.valueToTree(path.segments()).toString();
        return "/_atek/gateway?api="
                + BlobApi.BLOBS
                + "&db="
                + id
                + "&path="
                + URLEncoder.encode(written, UTF_8).replace("%2F", "/");
    }

    private static KeyPath path(String written) {
        try {
            KeyPath path =
                    written.startsWith("[")
                            ? MessageCodec.JSON.readValue(written, KeyPath.class)
                            : KeyPath.parse(written);
            if (path.isRoot()) {
                throw new RefusedException(400, "A blob wants a path, such as /photos/1");
            }
            return path;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new RefusedException(
                    400, "The path cannot be read: want /a/b, or a JSON array of names");
        }
    }

    private static String need(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new RefusedException(
                    400, "Want " + name + " in the query: ?db=<dbId or alias>&path=<path>");
        }
        return value;
    }

    private static Map<String, String> parameters(String query) {
        var all = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String before = all.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
            if (before != null) {
                throw new RefusedException(400, "A parameter of the query stands twice");
            }
        }
        return all;
    }

    private static String decoded(String text) {
        String decoded;
        try {
            decoded = URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "The query is not percent-encoded UTF-8");
        }
        if (decoded.indexOf('\uFFFD') >= 0) {
            throw new RefusedException(400, "The query is not percent-encoded UTF-8");
        }
        return decoded;
    }
}
