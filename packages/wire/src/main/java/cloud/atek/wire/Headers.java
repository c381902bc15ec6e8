package cloud.atek.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The fields of one message in the order they came; names are compared without case, and a name
/// that stands twice is seen twice. Immutable.
///
/// A name is a token (RFC 9110 section 5.6.2); a value has the characters 0x20 to 0xFF without DEL,
/// and tab: one character for each byte on the wire.
public final class Headers {

    public static final Headers NONE = new Headers(new String[0]);

    /// Name, value, name, value.
    private final String[] lines;

    Headers(String[] lines) {
        this.lines = lines;
    }

    /// @param namesAndValues name, value, name, value
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("want a value for each name");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(namesAndValues.clone());
    }

    /// The first value under this name.
    public Optional<String> first(String name) {
        return Optional.ofNullable(find(name));
    }

    /// All values under this name, in their order.
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                values.add(lines[i + 1]);
            }
        }
        return List.copyOf(values);
    }

    /// Whether `token` is one of the comma-separated tokens under `name`, without case.
    public boolean has(String name, String token) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name) && listHas(lines[i + 1], token)) {
                return true;
            }
        }
        return false;
    }

    /// These and one more at the end.
    public Headers with(String name, String value) {
        check(name, value);
        String[] more = Arrays.copyOf(lines, lines.length + 2);
        more[lines.length] = name;
        more[lines.length + 1] = value;
        return new Headers(more);
    }

    /// These and all of `others`.
    public Headers with(Headers others) {
        String[] more = Arrays.copyOf(lines, lines.length + others.lines.length);
        System.arraycopy(others.lines, 0, more, lines.length, others.lines.length);
        return new Headers(more);
    }

    /// These without the ones whose name fits; the name is given in lower case.
    public Headers without(Predicate<String> lowerCaseName) {
        var kept = new ArrayList<String>(lines.length);
        for (int i = 0; i < lines.length; i += 2) {
            if (!lowerCaseName.test(lines[i].toLowerCase(Locale.ROOT))) {
                kept.add(lines[i]);
                kept.add(lines[i + 1]);
            }
        }
        return new Headers(kept.toArray(String[]::new));
    }

    public void forEach(BiConsumer<String, String> nameAndValue) {
        for (int i = 0; i < lines.length; i += 2) {
            nameAndValue.accept(lines[i], lines[i + 1]);
        }
    }

    /// How many lines.
    public int size() {
        return lines.length / 2;
    }

    String name(int line) {
        return lines[2 * line];
    }

    String value(int line) {
        return lines[2 * line + 1];
    }

    @Nullable String find(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    int count(String name) {
        int count = 0;
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                count++;
            }
        }
        return count;
    }

    private static boolean listHas(String list, String token) {
        for (String item : list.split(",", -1)) {
            if (item.strip().equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    private static void check(String name, String value) {
        if (!Chars.isToken(name)) {
            throw new IllegalArgumentException("not a header name: \"" + name + "\"");
        }
        if (!Chars.isValue(value)) {
            throw new IllegalArgumentException("header " + name + " has a forbidden character");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && Arrays.equals(lines, headers.lines);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lines);
    }

    /// The names alone: values can be secrets.
    @Override
    public String toString() {
        var names = new ArrayList<String>();
        forEach((name, _) -> names.add(name));
        return names.toString();
    }
}
