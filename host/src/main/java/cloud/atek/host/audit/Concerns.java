package cloud.atek.host.audit;

import cloud.atek.api.UserKey;
import cloud.atek.api.audit.AuditEntry;

/// Whom an entry is about.
public final class Concerns {

    private Concerns() {}

    /// Whether a user may see it though he is no admin: he did it, it was done to him, or it was
    /// done to what is his.
    public static boolean own(AuditEntry entry, UserKey user) {
        String key = user.value();
        AuditEntry.Target target = entry.target();
        return key.equals(entry.userKey())
                || (target != null
                        && (key.equals(target.owner())
                                || (target.kind().equals("user") && key.equals(target.key()))));
    }

    /// @param user a username or a user key
    static boolean user(AuditEntry entry, String user) {
        AuditEntry.Target target = entry.target();
        return user.equals(entry.userKey())
                || user.equalsIgnoreCase(entry.username())
                || (target != null
                        && target.kind().equals("user")
                        && (user.equals(target.key()) || user.equalsIgnoreCase(target.name())));
    }

    /// @param service a service ID or a service key
    static boolean service(AuditEntry entry, String service) {
        AuditEntry.Target target = entry.target();
        return service.equals(entry.serviceKey())
                || service.equals(entry.serviceId())
                || (target != null
                        && target.kind().equals("service")
                        && (service.equals(target.key()) || service.equals(target.name())));
    }
}
