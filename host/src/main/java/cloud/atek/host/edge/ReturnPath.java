package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/// Where a browser goes back to: a path with its query below the name it is on, and nowhere else.
final class ReturnPath {

    private ReturnPath() {}

    /// Whether a browser that is sent to `path` stays under its present name. `//evil` and `/\evil`
    /// name another host (https://url.spec.whatwg.org/#relative-slash-state), and browsers drop
    /// tabs and line ends before they look.
    static boolean isSafe(String path) {
        return path.length() <= Limits.RETURN_PATH_LENGTH_MAX
                && path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
    }

    static String encode(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
