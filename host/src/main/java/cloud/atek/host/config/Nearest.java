package cloud.atek.host.config;

import java.util.Collection;
import java.util.Comparator;

/// Finds what somebody meant who mistyped a name.
final class Nearest {

    private Nearest() {}

    /// The name that takes the fewest changed letters to reach.
    static String to(String typed, Collection<String> names) {
        return names.stream()
                .min(
                        Comparator.comparingInt((String name) -> distance(typed, name))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /// How many letters must be inserted, deleted or replaced (Levenshtein), upper case being
    /// lower.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int same = alike(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1;
                row[j] = Math.min(diagonal + same, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private static boolean alike(char a, char b) {
        return Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
