package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The host's own pages and the files they need, which come with the program. Thread-safe.
final class Pages {

    /// Nothing may run or load on a page of the host but what comes with it, and nobody may frame
    /// it.
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src 'self' data:; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types 'none'";

    private static final String FOLDER = "pages/";
    private static final Pattern ASSET = Pattern.compile("[a-z0-9-]+\\.(?:css|js|svg|png|woff2)");

    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z]+)}}");

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
        return page(name, blanks, Map.of());
    }

    /// The same with pieces of markup. Each blank of the file is filled once: what is filled in may
    /// look like a blank and stays what it is.
    byte[] page(String name, Map<String, String> blanks, Map<String, Markup> pieces) {
        String page = new String(file(name + ".html").orElseThrow(), UTF_8);
        return BLANK.matcher(page)
                .replaceAll(
                        blank -> Matcher.quoteReplacement(filled(blank.group(1), blanks, pieces)))
                .getBytes(UTF_8);
    }

    private String filled(String key, Map<String, String> blanks, Map<String, Markup> pieces) {
        if (key.equals("notice")) {
            return Markup.escape(notice);
        }
        Markup piece = pieces.get(key);
        return piece == null ? Markup.escape(blanks.getOrDefault(key, "")) : piece.html();
    }

    /// A style, a script or an image.
    Optional<byte[]> asset(String name) {
        return ASSET.matcher(name).matches() ? file(name) : Optional.empty();
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
