package cloud.atek.datachain.dio;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Limits;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import org.jspecify.annotations.Nullable;

/// Finds out who can read a row.
final class ReadRules {

    private ReadRules() {}

    /// What it has to know of a row.
    record Standing(@Nullable Place place, Authority authority) {}

    /// The rows as somebody sees them.
    @FunctionalInterface
    interface View {

        /// Null when there is no such row.
        @Nullable Standing find(RowKey key);
    }

    /// The first rule on the way up that does not inherit; everyone at the top. Null when the way
    /// is cut, by a row that is gone or because there are too many: then nobody can tell.
    static Authority.@Nullable Read of(Standing row, View view) {
        Standing at = row;
        for (int depth = 0; at != null && depth < Limits.PLACE_DEPTH_MAX; depth++) {
            if (!(at.authority().read() instanceof Authority.Read.Inherit)) {
                return at.authority().read();
            }
            Place place = at.place();
            if (place == null) {
                return new Authority.Read.Everyone();
            }
            at = view.find(place.parent());
        }
        return null;
    }
}
