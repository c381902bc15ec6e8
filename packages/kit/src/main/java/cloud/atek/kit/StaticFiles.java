package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Serves files that do not change while they are read. Thread-safe.
///
/// A path is decoded once and then taken apart: a name that is empty, starts with a dot, or holds a
/// slash, a backslash or a control character is not found.
final class StaticFiles implements HttpServer.Handler {

    /// Where files are.
    sealed interface Source {
        /// @param names at least one, each checked
        Optional<Content> open(List<String> names) throws IOException;
    }

    /// @param tag changes with the bytes
    record Content(InputStream in, long length, String tag) {}

    private static final int TAG_BYTES = 16;

    private final String prefix;
    private final Source source;

    StaticFiles(String prefix, Source source) {
        this.prefix = prefix;
        this.source = source;
    }

    @Override
    public Answer handle(Request request) throws IOException {
        Optional<List<String>> names = names(request.path().substring(prefix.length()));
        if (names.isEmpty()) {
            return notFound();
        }
        Optional<Content> content = source.open(names.get());
        return content.isEmpty()
                ? notFound()
                : answer(request, names.get().getLast(), content.get());
    }

    private static Answer answer(Request request, String name, Content content) throws IOException {
        String tag = "\"" + content.tag() + "\"";
        Headers headers =
                Headers.of(
                        "Content-Type",
                        MediaType.of(name),
                        "ETag",
                        tag,
                        "Cache-Control",
                        "no-cache",
                        "X-Content-Type-Options",
                        "nosniff");
        if (request.headers().has("If-None-Match", tag)
                || request.headers().has("If-None-Match", "W/" + tag)) {
            content.in().close();
            return new Response(304, headers, Body.none());
        }
        return new Response(200, headers, Body.of(content.in(), content.length()));
    }

    private static Response notFound() {
        return Response.text(404, "no such file");
    }

    private static Optional<List<String>> names(String path) {
        var names = new ArrayList<String>();
        for (String raw : path.split("/", -1)) {
            Optional<String> name = decoded(raw);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        if (names.getLast().isEmpty()) {
            names.set(names.size() - 1, "index.html");
        }
        return names.stream().allMatch(StaticFiles::good)
                ? Optional.of(List.copyOf(names))
                : Optional.empty();
    }

    private static boolean good(String name) {
        return !name.isEmpty()
                && !name.startsWith(".")
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < 0x20 || c == 0x7F);
    }

    private static Optional<String> decoded(String raw) {
        if (raw.indexOf('%') < 0) {
            return Optional.of(raw);
        }
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                bytes.write(raw.charAt(i));
                continue;
            }
            if (i + 2 >= raw.length()
                    || !HexFormat.isHexDigit(raw.charAt(i + 1))
                    || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                return Optional.empty();
            }
            bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
            i += 2;
        }
        return Optional.of(bytes.toString(UTF_8));
    }

    /// A folder on disk; a symbolic link that leads out of it is not followed.
    record OfFolder(Path folder) implements Source {
        @Override
        public Optional<Content> open(List<String> names) throws IOException {
            Path file = folder;
            for (String name : names) {
                file = file.resolve(name);
            }
            try {
                Path real = file.toRealPath();
                if (!real.startsWith(folder.toRealPath()) || !Files.isRegularFile(real)) {
                    return Optional.empty();
                }
                long length = Files.size(real);
                long changed = Files.getLastModifiedTime(real).toMillis();
                return Optional.of(
                        new Content(
                                Files.newInputStream(real),
                                length,
                                Long.toHexString(changed) + "-" + Long.toHexString(length)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    /// Resources on the class path, small enough to be held in memory.
    record OfClassPath(Class<?> anchor, String folder) implements Source {

        OfClassPath {
            if (!folder.startsWith("/") || folder.endsWith("/")) {
                throw new IllegalArgumentException(
                        "want a resource folder such as /web, not \"" + folder + "\"");
            }
        }

        @Override
        public Optional<Content> open(List<String> names) throws IOException {
            String name = folder + "/" + String.join("/", names);
            URL url = anchor.getResource(name);
            if (url == null || isFolder(url, name)) {
                return Optional.empty();
            }
            try (InputStream in = url.openStream()) {
                byte[] bytes = in.readAllBytes();
                return Optional.of(new Content(Body.of(bytes).in(), bytes.length, hash(bytes)));
            }
        }

        private boolean isFolder(URL url, String name) {
            try {
                return url.getProtocol().equals("file")
                        ? Files.isDirectory(Path.of(url.toURI()))
                        : anchor.getResource(name + "/") != null;
            } catch (URISyntaxException e) {
                return true;
            }
        }

        private static String hash(byte[] bytes) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
