package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Which records of some databases are asked for.
///
/// @param lt and the other three are bounds, as in [AdbApi.ListOptions]
/// @param limit of this page, 1 to [Query#LIMIT_MAX]; [Query#LIMIT_DEFAULT] unless given
/// @param reverse from the last record to the first
/// @param after the `next` of the page before, of the same databases, path and bounds
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MergeOptions(
        @Nullable String lt,
        @Nullable String lte,
        @Nullable String gt,
        @Nullable String gte,
        @Nullable Integer limit,
        @Nullable Boolean reverse,
        @Nullable String after) {

    /// Databases of one call.
    public static final int DATABASES_MAX = 16;

    public static final MergeOptions ALL =
            new MergeOptions(null, null, null, null, null, null, null);

    public MergeOptions {
        if (limit != null && (limit < 1 || limit > Query.LIMIT_MAX)) {
            throw Places.wrong("/limit", limit + " is not in 1 to " + Query.LIMIT_MAX);
        }
    }

    public MergeOptions limit(int records) {
        return new MergeOptions(lt, lte, gt, gte, records, reverse, after);
    }

    public MergeOptions after(@Nullable String cursor) {
        return new MergeOptions(lt, lte, gt, gte, limit, reverse, cursor);
    }
}
