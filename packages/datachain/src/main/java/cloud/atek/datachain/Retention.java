package cloud.atek.datachain;

/// How much history of its rows a chain keeps when it is compacted. The newest state of every row
/// is always kept.
public sealed interface Retention {

    /// Longest time that can be asked for: a century.
    int DAYS_MAX = 36_500;

    /// Most versions that can be asked for.
    int VERSIONS_MAX = 1_000_000;

    /// Everything, for ever.
    Retention ALL = new All();

    /// Only the newest state.
    Retention NEWEST = new Versions(1);

    record All() implements Retention {}

    /// The newest versions of each row.
    ///
    /// @param count 1 to [#VERSIONS_MAX]
    record Versions(int count) implements Retention {
        public Versions {
            requireIn("versions", count, VERSIONS_MAX);
        }
    }

    /// All versions that a row had in the newest days.
    ///
    /// @param count 1 to [#DAYS_MAX], each of 24 hours
    record Days(int count) implements Retention {
        public Days {
            requireIn("days", count, DAYS_MAX);
        }
    }

    private static void requireIn(String what, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    count + " " + what + " to be kept, want 1 to " + most);
        }
    }
}
