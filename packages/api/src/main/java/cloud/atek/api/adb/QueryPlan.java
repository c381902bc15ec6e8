package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How a query would be answered.
///
/// @param index the name of the one that is used; none when all records below the path are read
/// @param fixed how many of the index's pointers the filter pins to one value
/// @param ordered whether records are read in the order that is asked for; else they are sorted
/// @param checked whether each record that is read must be looked into
/// @param records how many the database reads at most for all pages, or the limit when there are
///   more; absent when the number does not matter, as it reads what it answers
/// @param refusal why the query is refused, and what would help
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record QueryPlan(
        @Nullable String index,
        int fixed,
        boolean ordered,
        boolean checked,
        @Nullable Integer records,
        @Nullable String refusal) {}
