package cloud.atek.api.adb;

import cloud.atek.api.adb.AdbApi.DbRecord;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a query. A page of large records has fewer of them than its limit.
///
/// @param records `key` is the path relative to the query's
/// @param next for [Query#after]; none when this is the last page
/// @param count of all pages, when it was asked for
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record QueryPage(List<DbRecord> records, @Nullable String next, @Nullable Long count) {}
