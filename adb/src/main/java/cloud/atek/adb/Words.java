package cloud.atek.adb;

import cloud.atek.api.adb.TextQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes what a person typed as a query of the full-text engine. Every word goes in quotes, so no
/// sign of the person's means anything to the engine. Pure.
final class Words {

    private Words() {}

    /// @param columns where to look, by their numbers
    /// @throws InvalidRecordException when there is no word in it, or too many
    static String expression(String text, List<Integer> columns) {
        var terms = new ArrayList<String>();
        String[] parts = text.split("\"", -1);
        for (int i = 0; i < parts.length; i++) {
            // What stands behind an odd number of quotes is in quotes.
            if (i % 2 == 1) {
                add(parts[i], "", terms);
                continue;
            }
            for (String word : parts[i].split("\\s+", -1)) {
                add(word, word.endsWith("*") ? "*" : "", terms);
            }
        }
        if (terms.isEmpty()) {
            throw new InvalidRecordException(
                    "/text: there is no word in it: want a letter or a digit at least");
        }
        if (terms.size() > TextQuery.WORDS_MAX) {
            throw new InvalidRecordException(
                    "/text: %d words are too many: at most %d fit"
                            .formatted(terms.size(), TextQuery.WORDS_MAX));
        }
        String in = columns.stream().map(i -> "c" + i).collect(Collectors.joining(" "));
        return "{" + in + "} : (" + String.join(" ", terms) + ")";
    }

    private static void add(String word, String star, List<String> terms) {
        if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
            String clean =
                    word.codePoints()
                            .map(c -> c == 0 || c == '"' || isHalf(c) ? ' ' : c)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            terms.add("\"" + clean + "\"" + star);
        }
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
