package cloud.atek.earthstar.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody has of the items between two bounds. The lower bound is the upper one of the range
/// before.
///
/// @param upper the first item that is not in it, or null for none
record Range(@Nullable ItemId upper, Content content) {

    sealed interface Content {

        /// Nothing is said of it: it is done.
        record Same() implements Content {}

        /// The count and the sum of its items.
        record Print(int count, ItemId sum) implements Content {}

        /// All of its items.
        record Ids(List<ItemId> ids) implements Content {
            public Ids {
                ids = List.copyOf(ids);
            }
        }
    }
}
