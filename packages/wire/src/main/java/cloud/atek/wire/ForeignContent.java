package cloud.atek.wire;

import java.util.List;
import java.util.Locale;

/// Makes content that somebody else wrote harmless to the origin it is fetched from: whatever he
/// calls it, a browser never runs it as a page, a script or a style there.
///
/// - `Content-Security-Policy: sandbox` takes the origin away from what is opened as a page.
/// - A script or a style goes as bytes, and `nosniff` keeps a browser from thinking otherwise.
/// - What is not a picture, sound, film or plain text is saved, not shown.
/// - Pages of other origins cannot embed it.
public final class ForeignContent {

    private static final String POLICY =
            "default-src 'none'; frame-ancestors 'self'; form-action 'none'; base-uri 'none';"
                    + " sandbox";
    private static final String BYTES = "application/octet-stream";
    private static final String DISPOSITION = "Content-Disposition";

    private static final List<String> OURS =
            List.of(
                    "content-type",
                    "content-disposition",
                    "content-security-policy",
                    "cross-origin-resource-policy",
                    "x-content-type-options");

    private ForeignContent() {}

    /// `said` with these rules in the place of what it says about them.
    public static Headers of(Headers said) {
        String type = said.first("Content-Type").orElse(BYTES);
        String disposition = said.first(DISPOSITION).orElse("inline");
        boolean shown = isShown(essence(type));
        return said.without(OURS::contains)
                .with("Content-Type", isRun(essence(type)) ? BYTES : type)
                .with(DISPOSITION, shown ? disposition : saved(disposition))
                .with("Content-Security-Policy", POLICY)
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("X-Content-Type-Options", "nosniff");
    }

    /// Types that a browser would run in a page of the origin.
    private static boolean isRun(String type) {
        return type.contains("script") || type.contains("css") || type.contains("wasm");
    }

    private static boolean isShown(String type) {
        return (type.startsWith("image/") && !type.contains("svg") && !type.contains("xml"))
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.equals("text/plain")
                || type.equals("application/json");
    }

    private static String saved(String disposition) {
        int parameters = disposition.indexOf(';');
        return parameters < 0 ? "attachment" : "attachment" + disposition.substring(parameters);
    }

    /// In lower case, without parameters.
    private static String essence(String type) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
