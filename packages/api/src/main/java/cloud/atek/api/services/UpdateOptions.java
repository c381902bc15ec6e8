package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How a package is to be updated.
///
/// @param version a version or range that is taken this once instead of the wanted one; it may be
///   older than what is installed
/// @param moved whether a tag is accepted that names another commit than it did when it was
///   installed; it is refused unless this is true
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UpdateOptions(@Nullable String version, @Nullable Boolean moved) {

    /// The newest version that the service's wanted version allows.
    public static final UpdateOptions NEWEST = new UpdateOptions(null, null);
}
