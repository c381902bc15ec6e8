package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Which documents are asked for; what is absent is not asked for.
///
/// @param history `latest` for the newest of each path, as it is unless given; `all` for the newest
///   of each author too
/// @param path exactly this one
/// @param pathStartsWith case matters
/// @param pathEndsWith case matters
/// @param author who wrote it
/// @param participatingAuthor who wrote any version of the path
/// @param timestampGt after this, in microseconds since 1970
/// @param timestampLt before this
/// @param contentLengthGt more bytes than this; 0 passes over what was deleted
/// @param contentLengthLt fewer bytes than this
/// @param limit most documents, 1 to 1 000
/// @param after behind this place, as the page before said
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DocumentQuery(
        @Nullable String history,
        @Nullable String path,
        @Nullable String pathStartsWith,
        @Nullable String pathEndsWith,
        @Nullable String author,
        @Nullable String participatingAuthor,
        @Nullable Long timestampGt,
        @Nullable Long timestampLt,
        @Nullable Long contentLengthGt,
        @Nullable Long contentLengthLt,
        @Nullable Long limit,
        @Nullable Place after) {

    public static final String LATEST = "latest";
    public static final String ALL_VERSIONS = "all";

    /// The newest of every path.
    public static final DocumentQuery ALL =
            new DocumentQuery(
                    null, null, null, null, null, null, null, null, null, null, null, null);

    /// A place in the order of paths and authors.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Place(String path, String author) {}
}
