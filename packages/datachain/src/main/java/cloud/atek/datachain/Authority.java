package cloud.atek.datachain;

import java.util.List;

/// The rules of a row: who can read it and who may write it. They hold for the rows placed under it
/// too, as far as those inherit.
public record Authority(Read read, Write write) {

    /// The rules of the parent; at the top everyone reads and the root keys write.
    public static final Authority INHERIT = new Authority(new Read.Inherit(), new Write.Inherit());

    /// Who can read.
    public sealed interface Read {

        /// Whoever can read the parent.
        record Inherit() implements Read {}

        /// Bodies are not sealed.
        record Everyone() implements Read {}

        /// Bodies are sealed for the members of a reader group.
        ///
        /// @param group the row that holds the group's wrapped keys
        record Readers(RowKey group) implements Read {}
    }

    /// Who may write.
    public sealed interface Write {

        /// Most keys in one rule: a list that must be looked through for every event.
        int KEYS_MAX = 64;

        /// Whoever may write the parent.
        record Inherit() implements Write {}

        record Everyone() implements Write {}

        /// The row stays as it is for ever.
        record Nobody() implements Write {}

        /// The holder of any of these keys.
        ///
        /// @param keys 1 to [#KEYS_MAX], kept sorted and without doubles
        record AnyOf(List<KeyName> keys) implements Write {
            public AnyOf {
                keys = keys.stream().sorted().distinct().toList();
                if (keys.isEmpty() || keys.size() > KEYS_MAX) {
                    throw new IllegalArgumentException(
                            "a rule of " + keys.size() + " keys, want 1 to " + KEYS_MAX);
                }
            }

            public AnyOf(KeyName... keys) {
                this(List.of(keys));
            }
        }
    }
}
