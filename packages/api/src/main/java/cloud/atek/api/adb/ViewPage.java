package cloud.atek.api.adb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries of a view, by their keys; those with the same key by the paths of their records. A page
/// of large entries has fewer of them than its limit.
///
/// @param next for [ViewQuery#after]; none when this is the last page
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ViewPage(List<Entry> entries, @Nullable String next) {

    /// What a view has of a record.
    ///
    /// @param key an array, the values at the pointers of [ViewConfig#key]
    /// @param path of the record, `/a/b`
    /// @param url `hyper://<dbId>/a/b`
    /// @param seq of the record
    /// @param value an array, the values at the pointers of [ViewConfig#value], null for one that
    ///   is not there; absent when the view has none
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(
            JsonNode key, String path, String url, long seq, @Nullable JsonNode value) {}
}
