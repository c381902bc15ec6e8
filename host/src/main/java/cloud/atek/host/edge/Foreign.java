package cloud.atek.host.edge;

import java.util.regex.Pattern;

/// Text of strangers, such as what a package says of itself, made fit to stand beside ours: on one
/// line, bounded, and without marks that turn the direction of what follows or hide what is there.
final class Foreign {

    /// Controls, and what has no shape but changes that of others (the classes Cc, Cf, Zl and Zp,
    /// and unpaired surrogates).
    private static final Pattern SHAPELESS =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\x{115F}\\x{1160}\\x{3164}]");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Foreign() {}

    /// @param max characters, of which the last is an ellipsis when there were more
    static String plain(String text, int max) {
        String clean = SHAPELESS.matcher(text).replaceAll(" ");
        String line = SPACES.matcher(clean).replaceAll(" ").strip();
        int letters = line.codePointCount(0, line.length());
        return letters <= max ? line : line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
    }
}
