package cloud.atek.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Entries, newest first.
///
/// @param entries at most as many as asked for; a page may have fewer, even none, and still not be
///   the last: then much was read that did not fit
/// @param before where the next page begins, opaque; absent on the last page
/// @param problem one sentence when the host cannot write the audit just now, or keeps a damaged
///   part of it aside; absent when all is well, and for who is no admin
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditPage(
        List<AuditEntry> entries, @Nullable String before, @Nullable String problem) {

    /// The same for who cannot mend it.
    public AuditPage withoutProblem() {
        return new AuditPage(entries, before, null);
    }
}
