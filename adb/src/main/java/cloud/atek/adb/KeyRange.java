package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which records a list has, in terms of their path bytes: those from one bound up to, and without,
/// the other. Never shared between threads.
final class KeyRange {

    private final byte[] prefix;
    private byte[] from;
    private byte[] to;

    private KeyRange(KeyPath folder) {
        this.prefix = PathBytes.prefix(folder);
        this.from = prefix;
        this.to =
                folder.isRoot() ? PathBytes.END : PathBytes.append(PathBytes.of(folder), (byte) 1);
    }

    private KeyRange(byte[] prefix, byte[] from, byte[] to) {
        this.prefix = prefix;
        this.from = from;
        this.to = to;
    }

    /// The record at `path` alone.
    static KeyRange exactly(KeyPath path) {
        byte[] from = PathBytes.of(path);
        return new KeyRange(from, from, PathBytes.append(from, (byte) 0));
    }

    /// The records below `folder` that are within the bounds of `options`.
    static KeyRange below(KeyPath folder, ListOptions options) {
        var range = new KeyRange(folder);
        range.raise(options.gte(), false);
        range.raise(options.gt(), true);
        range.lower(options.lt(), false);
        range.lower(options.lte(), true);
        return range;
    }

    /// Only what comes behind the record at `path`, what is below it included.
    KeyRange behind(KeyPath path) {
        return at(PathBytes.append(PathBytes.of(path), (byte) 0));
    }

    /// Only the record at `path` and what comes behind it.
    KeyRange onFrom(KeyPath path) {
        return at(PathBytes.of(path));
    }

    private KeyRange at(byte[] first) {
        from = KeySpan.greater(first, from);
        return this;
    }

    /// The part of it from one path up to, and without, another.
    KeyRange narrowed(byte[] first, byte[] end) {
        return new KeyRange(prefix, KeySpan.greater(from, first), KeySpan.smaller(to, end));
    }

    byte[] from() {
        return from;
    }

    byte[] to() {
        return to;
    }

    boolean contains(byte[] path) {
        return Arrays.compareUnsigned(path, from) >= 0 && Arrays.compareUnsigned(path, to) < 0;
    }

    /// @param behind whether the bound itself is out
    private void raise(@Nullable String bound, boolean behind) {
        if (bound != null) {
            byte[] at = absolute(bound, behind);
            from = KeySpan.greater(at, from);
        }
    }

    /// @param behind whether the bound itself is in
    private void lower(@Nullable String bound, boolean behind) {
        if (bound != null) {
            byte[] at = absolute(bound, behind);
            to = KeySpan.smaller(at, to);
        }
    }

    /// The bytes of a bound below the folder, or the very next bytes there can be behind it.
    private byte[] absolute(String bound, boolean behind) {
        byte[] relative = bound.replace('/', '\0').getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(prefix, prefix.length + relative.length + (behind ? 1 : 0));
        System.arraycopy(relative, 0, whole, prefix.length, relative.length);
        return whole;
    }
}
