package cloud.atek.rpc;

/// Halves of characters without their other half. JSON can spell them (`"\ud800"`), UTF-8 cannot:
/// what has one is not stored, and is not sent as it is.
public final class Surrogates {

    private static final char INSTEAD = '\ufffd';

    private Surrogates() {}

    /// Index of the first lone one in `text`, -1 when there is none.
    public static int firstLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (Character.isSurrogate(one)) {
                boolean pair =
                        Character.isHighSurrogate(one)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /// `text` with U+FFFD in the place of each lone one.
    static String mended(String text) {
        return firstLone(text) < 0
                ? text
                : text.codePoints()
                        .map(point ->
                                Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE
                                        ? INSTEAD
                                        : point)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }
}
