package cloud.atek.earthstar.format;

import cloud.atek.earthstar.format.Refusal.PathFault;
import java.util.BitSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where documents may stand, and who may write there.
public final class Paths {

    private static final int LENGTH_MIN = 2;

    /// Longest path of es.4 and es.5, in UTF-16 units.
    static final int PATH_LENGTH_MAX = 512;

    private static final BitSet ES4_CHARACTERS = characters("/'()-._~!$&+,:=@%");
    private static final BitSet ES3_CHARACTERS = characters("/'()-._~!$&+,:=@%*?");

    private static final Pattern EXTENSION = Pattern.compile("\\.\\w+$");
    private static final Pattern AUTHOR_AT_END = Pattern.compile("~@\\w{4}\\.\\w{53}$");

    private Paths() {}

    /// Whether `author` may write to `path`: everybody may where it has no `~`, else only the
    /// authors whose addresses follow one.
    public static boolean permits(String path, String author) {
        return path.indexOf('~') < 0 || path.contains("~" + author);
    }

    /// What is wrong with `path`, or null.
    static @Nullable PathFault fault(Format format, String path) {
        return format == Format.ES3 ? faultEs3(path) : faultEs4(path);
    }

    /// Whether a path and an end by itself go together, or null when they do.
    static @Nullable PathFault bangFault(String path, boolean ephemeral) {
        boolean bang = path.indexOf('!') >= 0;
        if (bang == ephemeral) {
            return null;
        }
        return bang ? PathFault.BANG : PathFault.NO_BANG;
    }

    /// Whether the end of a path and an attachment go together, or null when they do.
    static @Nullable PathFault extensionFault(String path, boolean attachment) {
        boolean extension = EXTENSION.matcher(path).find() && !AUTHOR_AT_END.matcher(path).find();
        if (extension == attachment) {
            return null;
        }
        return extension ? PathFault.EXTENSION : PathFault.NO_EXTENSION;
    }

    private static @Nullable PathFault faultEs3(String path) {
        if (!path.startsWith("/")) {
            return PathFault.NO_SLASH;
        }
        if (path.endsWith("/")) {
            return PathFault.SLASH_AT_END;
        }
        return inside(path, ES3_CHARACTERS);
    }

    private static @Nullable PathFault faultEs4(String path) {
        if (!path.startsWith("/")) {
            return PathFault.NO_SLASH;
        }
        if (path.length() < LENGTH_MIN || path.length() > PATH_LENGTH_MAX) {
            return PathFault.LENGTH;
        }
        if (path.endsWith("/")) {
            return PathFault.SLASH_AT_END;
        }
        return inside(path, ES4_CHARACTERS);
    }

    private static @Nullable PathFault inside(String path, BitSet allowed) {
        if (path.startsWith("/@")) {
            return PathFault.AT;
        }
        if (path.contains("//")) {
            return PathFault.TWO_SLASHES;
        }
        for (int i = 0; i < path.length(); i++) {
            if (!allowed.get(path.charAt(i))) {
                return PathFault.CHARACTER;
            }
        }
        return null;
    }

    private static BitSet characters(String signs) {
        var allowed = new BitSet();
        allowed.set('a', 'z' + 1);
        allowed.set('A', 'Z' + 1);
        allowed.set('0', '9' + 1);
        signs.chars().forEach(allowed::set);
        return allowed;
    }
}
