package cloud.atek.api.audit;

import cloud.atek.api.ApiId;
import org.jspecify.annotations.Nullable;

/// Who did what to what, when, and through which service. Nothing can be written here: the host
/// writes down each change by itself, before it answers it.
public interface AuditApi {

    ApiId ID = new ApiId("atek.cloud/audit-api");

    /// What was done, newest first, a page at a time. An admin in person sees all of it; others see
    /// what they did, what was done to them, and what was done to their services.
    ///
    /// With `Accept: text/event-stream` it answers a stream of what is written from now on: events
    /// `entry`, each with an [AuditEntry] as data and its place as id. `Last-Event-ID` says where
    /// it begins.
    AuditPage list(@Nullable AuditQuery query);

    /// Reads every byte of the audit and checks that nothing was changed, cut or left out. Takes
    /// about a second for each 50 MB.
    AuditReport verify();
}
