package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.adb.Blob;
import cloud.atek.adb.BlobCondition;
import cloud.atek.adb.Limits;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.wire.ForeignContent;
import cloud.atek.wire.Headers;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What HTTP headers say about blobs, both ways.
final class BlobHeaders {

    static final String BYTES = "application/octet-stream";

    private static final Pattern TYPE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(;[ -~]*)?");
    private static final Pattern DIGEST = Pattern.compile("(?:^|.*,)\\s*sha-256=:([^:]*):.*");
    private static final Pattern TAG = Pattern.compile("\"([0-9a-f]{64})\"");

    private BlobHeaders() {}

    /// The media type of a content that is put.
    ///
    /// @throws RefusedException when it is none
    static String type(Headers request) {
        String type = request.first("Content-Type").orElse(BYTES).strip();
        if (type.length() > Limits.BLOB_TYPE_CHARS_MAX || !TYPE.matcher(type).matches()) {
            throw new RefusedException(
                    400,
                    "Content-Type is not a media type of at most %d characters"
                            .formatted(Limits.BLOB_TYPE_CHARS_MAX));
        }
        return type;
    }

    /// The hash that a content must have, by `Repr-Digest` or `Content-Digest` (RFC 9530).
    ///
    /// @throws RefusedException when one is given that has no SHA-256: it would not be checked
    static Optional<Hash> expected(Headers request) {
        Optional<Hash> expected = Optional.empty();
        for (String name : List.of("Repr-Digest", "Content-Digest")) {
            for (String value : request.all(name)) {
                Hash hash = digest(value);
                if (expected.filter(before -> !before.equals(hash)).isPresent()) {
                    throw new RefusedException(400, "Two digests are given, and they differ");
                }
                expected = Optional.of(hash);
            }
        }
        return expected;
    }

    private static Hash digest(String value) {
        Matcher found = DIGEST.matcher(value);
        try {
            if (found.matches()) {
                return new Hash(Bytes.owning(Base64.getDecoder().decode(found.group(1))));
            }
        } catch (IllegalArgumentException e) {
            // As said below.
        }
        throw new RefusedException(400, "Want a digest sha-256=:<base64>:, 32 bytes");
    }

    /// What must be there for a put or a deletion: `If-None-Match: *`, `If-Match: *` or one tag.
    ///
    /// @throws RefusedException when it is another condition
    static BlobCondition condition(Headers request) {
        String none = request.first("If-None-Match").orElse(null);
        String match = request.first("If-Match").orElse(null);
        if (none == null && match == null) {
            return new BlobCondition.Any();
        }
        if (match == null && "*".equals(none)) {
            return new BlobCondition.Absent();
        }
        if (none == null && "*".equals(match)) {
            return new BlobCondition.Present();
        }
        Matcher tag = TAG.matcher(match == null ? "" : match);
        if (none == null && tag.matches()) {
            return new BlobCondition.Is(Hash.ofHex(tag.group(1)));
        }
        throw new RefusedException(
                400, "Want If-None-Match: *, or If-Match with * or the ETag of one blob");
    }

    static String tag(Blob blob) {
        return "\"" + blob.hash().hex() + "\"";
    }

    /// Whether the client has this very content (RFC 9110 section 13.1.2).
    static boolean known(Headers request, Blob blob) {
        for (String value : request.all("If-None-Match")) {
            for (String one : value.split(",", -1)) {
                String tag = one.strip();
                if (tag.equals("*") || tag.equals(tag(blob)) || tag.equals("W/" + tag(blob))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The wanted range, unless it is one of another content (RFC 9110 section 13.1.5).
    static @Nullable String range(Headers request, Blob blob) {
        Optional<String> unless = request.first("If-Range");
        boolean whole = unless.isPresent() && !unless.get().equals(tag(blob));
        return whole ? null : request.first("Range").orElse(null);
    }

    static Headers of(Blob blob) {
        String digest = Base64.getEncoder().encodeToString(blob.hash().value().toArray());
        String name = URLEncoder.encode(blob.path().name(), UTF_8).replace("+", "%20");
        return ForeignContent.of(
                Headers.of(
                        "Content-Type",
                        blob.type(),
                        "Content-Disposition",
                        "inline; filename*=UTF-8''" + name.replace("*", "%2A"),
                        "ETag",
                        tag(blob),
                        "Repr-Digest",
                        "sha-256=:" + digest + ":",
                        "Accept-Ranges",
                        "bytes",
                        "Cache-Control",
                        "private, no-cache"));
    }
}
