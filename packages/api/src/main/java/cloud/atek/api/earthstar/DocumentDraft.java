package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What an author wants to write.
///
/// @param author the address of a key pair of the caller's own
/// @param path such as `/wiki/Flowers`; a `~` gives it to the authors whose addresses follow it
/// @param content at most 4 000 000 bytes; empty to delete
/// @param timestamp microseconds since 1970; absent for now
/// @param deleteAfter of es.4: the last microsecond at which it is there, with an `!` in the path;
///   absent for no end
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DocumentDraft(
        String author,
        String path,
        String content,
        @Nullable Long timestamp,
        @Nullable Long deleteAfter) {}
