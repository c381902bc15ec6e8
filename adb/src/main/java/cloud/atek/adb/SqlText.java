package cloud.atek.adb;

import java.util.Locale;
import java.util.Set;

/// What is let through to SQLite: one statement that reads.
///
/// The connection is read-only as well, so this is not the wall; it keeps out what changes the
/// connection itself, such as `PRAGMA` and `ATTACH`, and says so in plain words.
final class SqlText {

    private static final Set<String> READING = Set.of("SELECT", "VALUES", "WITH", "EXPLAIN");

    private final String text;
    private int at;

    private SqlText(String text) {
        this.text = text;
    }

    /// @throws InvalidRecordException when `sql` is something else
    static void require(String sql) {
        if (sql.length() > Limits.SQL_CHARS_MAX) {
            throw new InvalidRecordException(
                    "The SQL has %,d characters: at most %,d fit"
                            .formatted(sql.length(), Limits.SQL_CHARS_MAX));
        }
        if (sql.indexOf('\0') >= 0) {
            throw new InvalidRecordException("The SQL has a NUL in it");
        }
        new SqlText(sql).require();
    }

    private void require() {
        skipBlank();
        int begin = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String first = text.substring(begin, at).toUpperCase(Locale.ROOT);
        if (!READING.contains(first)) {
            throw new InvalidRecordException(
                    first.isEmpty()
                            ? "There is no SQL: want SELECT ..."
                            : "%s is not for here: want SELECT, VALUES, WITH or EXPLAIN"
                                    .formatted(shown(first)));
        }
        while (at < text.length() && text.charAt(at) != ';') {
            skipToken();
        }
        at++;
        skipBlank();
        if (at < text.length()) {
            throw new InvalidRecordException(
                    "There is more behind the semicolon: ask one at a time");
        }
    }

    private static String shown(String word) {
        return word.length() > 20 ? word.substring(0, 20) + "…" : word;
    }

    /// White space and comments.
    private void skipBlank() {
        while (at < text.length()) {
            if (text.startsWith("--", at)) {
                skipPast("\n");
            } else if (text.startsWith("/*", at)) {
                at += 2;
                skipPast("*/");
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private void skipToken() {
        int before = at;
        skipBlank();
        if (at > before || at == text.length()) {
            return;
        }
        char c = text.charAt(at++);
        switch (c) {
            // A doubled quote inside is the end of one text and the beginning of the next.
            case '\'', '"', '`' -> skipPast(String.valueOf(c));
            case '[' -> skipPast("]");
            default -> {
                // One character of anything else.
            }
        }
    }

    private void skipPast(String end) {
        int found = text.indexOf(end, at);
        at = found < 0 ? text.length() : found + end.length();
    }
}
