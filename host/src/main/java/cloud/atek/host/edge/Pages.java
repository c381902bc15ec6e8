package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The host's own pages and the files they need, which come with the program. Thread-safe.
final class Pages {

    /// Nothing may run or load on a page of the host but what comes with it, and nobody may frame
    /// it.
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String FOLDER = "pages/";
    private static final Pattern ASSET = Pattern.compile("[a-z0-9-]+\\.(?:css|js|svg|png|woff2)");

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final String notice;

    /// @param notice what stands above all else on pages with a place for it; usually empty
    Pages(String notice) {
        this.notice = notice;
    }

    /// A page with its blanks filled in.
    ///
    /// @param name such as `login`
    /// @param blanks what stands for `{{key}}` on the page; escaped here
    byte[] page(String name, Map<String, String> blanks) {
        byte[] file = file(name + ".html").orElseThrow();
        String page = new String(file, UTF_8).replace("{{notice}}", escape(notice));
        for (var blank : blanks.entrySet()) {
            page = page.replace("{{" + blank.getKey() + "}}", escape(blank.getValue()));
        }
        return page.getBytes(UTF_8);
    }

    /// A style, a script or an image.
    Optional<byte[]> asset(String name) {
        return ASSET.matcher(name).matches() ? file(name) : Optional.empty();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private Optional<byte[]> file(String name) {
        byte[] known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = Pages.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] file = in.readAllBytes();
            files.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException("a page of the host is unreadable: " + name, e);
        }
    }
}
