package cloud.atek.adb.service;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the ways in which callers spell a database: 64 hex digits, or `hyper://` and these.
final class DbId {

    private static final Pattern SHAPE =
            Pattern.compile("(?:hyper://)?([0-9a-fA-F]{64})(?:/.*)?", Pattern.DOTALL);

    private DbId() {}

    /// The id in lower case; empty when `text` is something else, such as an alias.
    static Optional<String> parse(String text) {
        Matcher found = SHAPE.matcher(text);
        return found.matches()
                ? Optional.of(found.group(1).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
