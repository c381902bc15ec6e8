package cloud.atek.host.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The folders above what is bound, which bubblewrap makes for whoever runs it and for nobody else:
/// a program that is another user could not pass through them.
final class FoldersAbove {

    /// With two arguments each, of which the second is a place inside.
    private static final Set<String> PLACING = Set.of("--ro-bind", "--bind", "--symlink");

    private static final Path ROOT = Path.of("/");

    private FoldersAbove() {}

    /// The same options for bubblewrap, with those folders open to all.
    static List<String> open(List<String> options) {
        var opened = new ArrayList<String>();
        var made = new HashSet<Path>();
        for (int i = 0; i < options.size(); i++) {
            if (PLACING.contains(options.get(i)) && i + 2 < options.size()) {
                Path place = Path.of(options.get(i + 2));
                for (int names = 1; names < place.getNameCount(); names++) {
                    Path above = ROOT.resolve(place.subpath(0, names));
                    if (made.add(above)) {
                        opened.addAll(List.of("--dir", above.toString()));
                    }
                }
                made.add(place);
                opened.addAll(options.subList(i, i + 3));
                i += 2;
            } else {
                opened.add(options.get(i));
            }
        }
        return opened;
    }
}
