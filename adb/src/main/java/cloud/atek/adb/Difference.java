package cloud.atek.adb;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A record that is not the same in two states.
///
/// @param left null when it is only on the right
/// @param right null when it is only on the left
public record Difference(@Nullable Stored left, @Nullable Stored right) {

    /// Those between two lists, by the bytes of their paths. Equal values are the same, whichever
    /// commits they come from.
    public static List<Difference> between(List<Stored> left, List<Stored> right) {
        var all = new TreeMap<byte[], Difference>(Arrays::compareUnsigned);
        left.forEach(one -> all.put(PathBytes.of(one.path()), new Difference(one, null)));
        for (Stored other : right) {
            all.merge(
                    PathBytes.of(other.path()),
                    new Difference(null, other),
                    (one, two) -> new Difference(one.left(), two.right()));
        }
        return all.values().stream().filter(Difference::isOne).toList();
    }

    private boolean isOne() {
        return left == null || right == null || !left.json().equals(right.json());
    }
}
