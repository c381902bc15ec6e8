package cloud.atek.api.earthstar;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an author wants to write.
///
/// @param author the address of a key pair of the caller's own
/// @param path such as `/wiki/Flowers`; a `~` gives it to the authors whose addresses follow it
/// @param content at most 4 000 000 bytes, in es.5 8 000; empty to delete
/// @param timestamp microseconds since 1970; absent for now
/// @param deleteAfter of es.4 and es.5: the last microsecond at which it is there, with an `!` in
///   the path; absent for no end
/// @param sealedFor addresses of authors: they alone can read the content, and who writes it;
///   absent for everybody
/// @param sealed whether only who has the workspace's shared key can read the content
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DocumentDraft(
        String author,
        String path,
        String content,
        @Nullable Long timestamp,
        @Nullable Long deleteAfter,
        @Nullable List<String> sealedFor,
        @Nullable Boolean sealed) {

    /// What everybody reads who has the workspace.
    public DocumentDraft(
            String author,
            String path,
            String content,
            @Nullable Long timestamp,
            @Nullable Long deleteAfter) {
        this(author, path, content, timestamp, deleteAfter, null, null);
    }
}
