package cloud.atek.api.adb;

import cloud.atek.api.adb.AdbApi.DbRecord;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of some databases. A page of large records has fewer of them than its limit.
///
/// @param records `key` is the path relative to the one that was asked for, `url` tells which
///   database a record is of
/// @param next for [MergeOptions#after]; none when this is the last page
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MergePage(List<DbRecord> records, @Nullable String next) {}
