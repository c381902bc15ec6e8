package cloud.atek.api.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Which entries are wanted: those that meet all that is given.
///
/// @param from not before this time, ISO 8601
/// @param to before this time, ISO 8601
/// @param user username or user key of who did it, or to whom it was done
/// @param service service ID or service key of the service it was done through, or to which it was
///   done
/// @param what only entries whose `what` has this text in it, such as `install`
/// @param mine true for what concerns the caller himself, also when he may see all
/// @param limit of this page, 1 to 1 000; 100 unless given
/// @param before the `before` of the page before
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditQuery(
        @Nullable String from,
        @Nullable String to,
        @Nullable String user,
        @Nullable String service,
        @Nullable String what,
        @Nullable Boolean mine,
        @Nullable Integer limit,
        @Nullable String before) {

    public static final int LIMIT_MAX = 1000;

    /// The newest entries of all kinds.
    public static final AuditQuery ALL =
            new AuditQuery(null, null, null, null, null, null, null, null);

    /// The same, from there on backwards.
    public AuditQuery before(@Nullable String cursor) {
        return new AuditQuery(from, to, user, service, what, mine, limit, cursor);
    }

    /// The same, with so many on a page.
    public AuditQuery limit(int most) {
        return new AuditQuery(from, to, user, service, what, mine, most, before);
    }
}
