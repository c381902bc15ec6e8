package cloud.atek.earthstar.format;

import java.util.function.IntPredicate;

/// Of which characters, and how many, the parts of addresses are.
final class AddressShape {

    static final int AUTHOR_NAME_LENGTH = 4;

    /// Longest name of a workspace, in characters.
    static final int WORKSPACE_NAME_LENGTH_MAX = 15;

    /// Of an author's key, and most of a workspace's.
    static final int KEY_LENGTH_ES3 = 44;

    /// Of an author's key, and most of a workspace's.
    static final int KEY_LENGTH_ES4 = 53;

    private AddressShape() {}

    /// For each character of every address that comes in; a stream would cost ten times as much.
    private static boolean all(String text, int from, IntPredicate fits) {
        for (int i = from; i < text.length(); i++) {
            if (!fits.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean letters(String text) {
        return all(text, 0, AddressShape::letter);
    }

    /// Letters and digits, first a letter.
    static boolean word(String text) {
        return letter(text.charAt(0)) && all(text, 1, c -> letter(c) || digit(c));
    }

    static boolean alphanumeric(String text) {
        return all(text, 0, c -> letter(c) || digit(c) || (c >= 'A' && c <= 'Z'));
    }

    /// More than base58 has: what is none of it fails at the signature.
    static boolean base58Key(String text) {
        return !digit(text.charAt(0)) && alphanumeric(text);
    }

    static boolean base32Key(String text) {
        return text.charAt(0) == 'b' && all(text, 1, c -> letter(c) || (c >= '2' && c <= '7'));
    }

    private static boolean letter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
