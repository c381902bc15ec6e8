package cloud.atek.host.belongings;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names for the entries of one ZIP file, whatever a service called its files: no program that
/// unpacks it takes one for a way out of its folder or for two lines, and no two are the same. One
/// thread owns it.
final class EntryNames {

    /// What parts folders elsewhere, what cannot be seen or turns the direction of writing, and
    /// what stands for bytes that are no text.
    private static final Pattern STRANGE =
            Pattern.compile("[\\\\\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\uFFFD]");

    private final Set<String> taken = new HashSet<>();

    /// @param folder ours, ends with a slash
    /// @param path what somebody else called it, parted by slashes
    String fresh(String folder, String path) {
        String plain =
                Arrays.stream(path.split("/", -1))
                        .map(EntryNames::plain)
                        .collect(Collectors.joining("/", folder, ""));
        String name = plain;
        for (int i = 2; !taken.add(name); i++) {
            name = plain + "~" + i;
        }
        return name;
    }

    private static String plain(String name) {
        String plain = STRANGE.matcher(name).replaceAll("_");
        return plain.matches("\\.{0,2}") ? "_" + plain : plain;
    }
}
