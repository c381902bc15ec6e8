package cloud.atek.host.edge;

import cloud.atek.host.registry.Site;
import cloud.atek.wire.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/// Shows the web files of a `static` service: no process, no list of a folder, nothing hidden.
///
/// A folder is answered with its `index.html`; so is a path that names no file and has no
/// extension, with that of the root: a single-page app routes it itself. Thread-safe.
final class FolderSite {

    private static final String INDEX = "index.html";
    private static final Set<? extends OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Etags etags = new Etags();
    private final Policies policies;

    FolderSite(Policies policies) {
        this.policies = policies;
    }

    /// @param path decoded, without `.` and `..`
    void show(Exchange exchange, Visit visit, Site.Folder site, String path) throws IOException {
        String method = exchange.request().getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.response().getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            exchange.refuse(405, "Files are only read: want GET or HEAD");
            return;
        }
        WebFile file = WebFile.find(site.root(), path);
        file = file != null && !file.isFolder() && path.endsWith("/") ? null : file;
        if (file != null && file.isFolder() && !path.endsWith("/")) {
            addSlash(exchange);
            return;
        }
        file = file != null && file.isFolder() ? WebFile.find(site.root(), path + INDEX) : file;
        file = file == null && isAppRoute(path) ? WebFile.find(site.root(), INDEX) : file;
        if (file == null || file.isFolder()) {
            exchange.refuse(404, "Not found");
            return;
        }
        HttpFields.Mutable headers = exchange.response().getHeaders();
        headers.put("Content-Security-Policy", policies.folder(visit.place().authority()));
        if (visit.atRoot()) {
            // A page that opened this one, or is opened by it, cannot reach into its window.
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
        }
        send(exchange, file);
    }

    /// Relative links of a folder's index count from the slash.
    private static void addSlash(Exchange exchange) {
        String raw = exchange.request().getHttpURI().getPath();
        String query = exchange.request().getHttpURI().getQuery();
        String target = query == null ? raw + "/" : raw + "/?" + query;
        if (ReturnPath.isSafe(target)) {
            exchange.redirect(target);
        } else {
            exchange.refuse(404, "Not found");
        }
    }

    private static boolean isAppRoute(String path) {
        return WebFile.names(path) != null && path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
    }

    private void send(Exchange exchange, WebFile file) throws IOException {
        try (SeekableByteChannel content = Files.newByteChannel(file.path(), READ)) {
            String etag = etags.of(file, content);
            HttpFields.Mutable headers = exchange.response().getHeaders();
            headers.put(HttpHeader.ETAG, etag);
            headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
            if (matches(exchange.request().getHeaders().get(HttpHeader.IF_NONE_MATCH), etag)) {
                exchange.empty(304);
                return;
            }
            Optional<ByteRange> range = wanted(exchange, file.size(), etag);
            headers.put(HttpHeader.ACCEPT_RANGES, "bytes");
            if (range.isEmpty()) {
                headers.put(HttpHeader.CONTENT_RANGE, "bytes */" + file.size());
                exchange.empty(416);
                return;
            }
            send(exchange, file, content, range.get());
        }
    }

    private static Optional<ByteRange> wanted(Exchange exchange, long size, String etag) {
        HttpFields headers = exchange.request().getHeaders();
        String unless = headers.get(HttpHeader.IF_RANGE);
        boolean whole = unless != null && !unless.equals(etag);
        return ByteRange.of(whole ? null : headers.get(HttpHeader.RANGE), size);
    }

    private static void send(
            Exchange exchange, WebFile file, SeekableByteChannel content, ByteRange range)
            throws IOException {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        boolean all = range.isAllOf(file.size());
        if (!all) {
            headers.put(HttpHeader.CONTENT_RANGE, range.contentRange(file.size()));
        }
        headers.put(HttpHeader.CONTENT_TYPE, ContentTypes.of(file.path().getFileName().toString()));
        headers.put(HttpHeader.CONTENT_LENGTH, range.length());
        exchange.response().setStatus(all ? 200 : 206);
        if (exchange.request().getMethod().equals("HEAD")) {
            exchange.response().write(true, null, exchange.callback());
            return;
        }
        copy(exchange, content.position(range.from()), range.length());
        exchange.done();
    }

    private static void copy(Exchange exchange, SeekableByteChannel content, long length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(Limits.COPY_BYTES, length));
        long left = length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), left));
            int came = content.read(buffer);
            if (came < 0) {
                throw new IOException("a web file became shorter while it was sent");
            }
            left -= came;
            exchange.write(buffer.flip(), left == 0);
        }
        if (length == 0) {
            exchange.write(buffer, true);
        }
    }

    /// Whether the client has this very version (RFC 9110 section 13.1.2).
    private static boolean matches(@Nullable String ifNoneMatch, String etag) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String one : ifNoneMatch.split(",", -1)) {
            String tag = one.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
