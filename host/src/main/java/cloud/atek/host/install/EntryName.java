package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/// Decides whether a name from a Git tree may become the name of a file.
///
/// Git stores names as bytes and permits nearly all of them, so a repository can carry names that
/// climb out of the folder, that another file system reads as `.git`, or that look like something
/// else on a screen. The list follows Git's own `verify_path` and its NTFS and HFS variants
/// (CVE-2014-9390, CVE-2019-1352).
final class EntryName {

    private EntryName() {}

    /// Returns the name as text.
    ///
    /// @param folder the path before it, empty or with a slash at its end; only for the sentence
    /// @throws RefusedException with path and reason
    static String read(byte[] name, String folder) throws RefusedException {
        String text = decode(name, folder);
        String why = fault(text, name.length);
        if (why.isEmpty()) {
            return text;
        }
        throw new RefusedException(
                "The package has a file that cannot be stored: \""
                        + visible(folder + text)
                        + "\" "
                        + why
                        + ".");
    }

    private static String decode(byte[] name, String folder) throws RefusedException {
        try {
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    "The package has a file that cannot be stored: a name in \""
                            + visible(folder)
                            + "\" is not UTF-8.",
                    e);
        }
    }

    private static String fault(String name, int bytes) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            return "leads out of its folder";
        }
        if (name.indexOf('\\') >= 0) {
            return "has a backslash in it";
        }
        if (hasHiddenCharacter(name)) {
            return "has a control character in it";
        }
        if (isDotGit(name)) {
            return "could be taken for Git's own folder";
        }
        if (bytes > PackageLimits.NAME_BYTES_MAX) {
            return "is longer than " + PackageLimits.NAME_BYTES_MAX + " bytes";
        }
        return "";
    }

    /// Tells whether the text has characters that cannot be seen or that turn the writing
    /// direction: controls, line separators, and what Unicode calls formats, except the joiners
    /// that some scripts need.
    static boolean hasHiddenCharacter(String text) {
        return text.codePoints()
                .anyMatch(c ->
                        switch (Character.getType(c)) {
                            case Character.CONTROL,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.SURROGATE ->
                                    true;
                            case Character.FORMAT -> c != 0x200C && c != 0x200D;
                            default -> false;
                        });
    }

    /// HFS+ ignores joiners, NTFS ignores dots and spaces at the end and everything behind a colon,
    /// and gives `.git` the short name `git~1`; both ignore case.
    private static boolean isDotGit(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replaceAll("[\\u200C\\u200D]", "");
        String stem = folded.replaceFirst("(?<=.):.*", "").replaceFirst("[. ]+$", "");
        return stem.equals(".git") || stem.matches("git~[0-9]+");
    }

    /// The text with everything that a terminal or a page could take for more than letters made
    /// visible, at most 200 characters.
    static String visible(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .limit(200)
                .forEach(c -> {
                    if (hasHiddenCharacter(Character.toString(c))) {
                        out.append("\\u%04X".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
