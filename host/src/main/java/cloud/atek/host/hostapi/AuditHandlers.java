package cloud.atek.host.hostapi;

import cloud.atek.api.audit.AuditApi;
import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.host.audit.AuditLog;
import cloud.atek.host.audit.Concerns;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.hostapi.ApiTable.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

/// `atek.cloud/audit-api`: reading alone. What is written is written by the host.
public final class AuditHandlers {

    private final AuditLog audit;

    public AuditHandlers(AuditLog audit) {
        this.audit = audit;
    }

    public ApiTable table() {
        return ApiTable.of(AuditApi.ID)
                .method("list", Policy.PERSON, Audited.NO, this::list)
                .method("verify", Policy.ADMIN, Audited.NO, _ -> verify())
                .build();
    }

    private Outcome list(Call call) {
        AuditQuery query = call.params().optional(0, AuditQuery.class).orElse(AuditQuery.ALL);
        Caller.Known caller = call.known();
        boolean all = caller.admin() && !Boolean.TRUE.equals(query.mine());
        Predicate<AuditEntry> visible =
                all ? _ -> true : entry -> Concerns.own(entry, caller.user());
        try {
            if (call.terms().events()) {
                return new Outcome.Stream(
                        new AuditStream(audit, query, visible, call.terms().lastEvent()));
            }
            AuditPage page = audit.list(query, visible);
            return Outcome.value(caller.admin() ? page : page.withoutProblem());
        } catch (IllegalArgumentException e) {
            return Outcome.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("the audit cannot be read", e);
        }
    }

    private Outcome verify() {
        try {
            return Outcome.value(audit.verify());
        } catch (IOException e) {
            throw new UncheckedIOException("the audit cannot be read", e);
        }
    }
}
