package cloud.atek.api.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Which lines of a log are wanted.
///
/// @param lines how many at most, the newest win; 1 to 10 000, 200 unless given
/// @param after only lines behind this [LogLines#cursor()]
/// @param waitMs when there is no such line yet, wait up to this long for one; 0 to 25 000
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogRange(@Nullable Integer lines, @Nullable String after, @Nullable Integer waitMs) {}
