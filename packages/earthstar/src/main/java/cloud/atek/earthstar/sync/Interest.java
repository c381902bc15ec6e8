package cloud.atek.earthstar.sync;

import java.util.List;

/// The part of a workspace that somebody wants to have.
///
/// @param pathPrefixes how the wanted paths begin; none for all paths
public record Interest(List<String> pathPrefixes) {

    /// Most prefixes, and most characters of one.
    public static final int PREFIXES_MAX = 100;

    public static final int PREFIX_LENGTH_MAX = 512;

    /// The whole workspace.
    public static final Interest ALL = new Interest(List.of());

    public Interest {
        pathPrefixes = List.copyOf(pathPrefixes);
        if (pathPrefixes.size() > PREFIXES_MAX) {
            throw new IllegalArgumentException("want at most " + PREFIXES_MAX + " prefixes");
        }
        for (String prefix : pathPrefixes) {
            if (!prefix.startsWith("/") || prefix.length() > PREFIX_LENGTH_MAX) {
                throw new IllegalArgumentException(
                        "want prefixes that begin with / and have at most "
                                + PREFIX_LENGTH_MAX
                                + " characters");
            }
        }
    }

    public boolean has(String path) {
        return pathPrefixes.isEmpty() || pathPrefixes.stream().anyMatch(path::startsWith);
    }
}
