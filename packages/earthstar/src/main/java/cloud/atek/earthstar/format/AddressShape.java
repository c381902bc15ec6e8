package cloud.atek.earthstar.format;

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

    static boolean letters(String text) {
        return text.chars().allMatch(AddressShape::letter);
    }

    /// Letters and digits, first a letter.
    static boolean word(String text) {
        return letter(text.charAt(0)) && text.chars().allMatch(c -> letter(c) || digit(c));
    }

    static boolean alphanumeric(String text) {
        return text.chars().allMatch(c -> letter(c) || digit(c) || (c >= 'A' && c <= 'Z'));
    }

    /// More than base58 has: what is none of it fails at the signature.
    static boolean base58Key(String text) {
        return !digit(text.charAt(0)) && alphanumeric(text);
    }

    static boolean base32Key(String text) {
        return text.charAt(0) == 'b'
                && text.chars().allMatch(c -> letter(c) || (c >= '2' && c <= '7'));
    }

    private static boolean letter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
