package cloud.atek.host.hostapi;

import cloud.atek.host.gateway.Caller;

/// Who may call a method at all; what it then shows or changes may depend on the caller as well.
public enum Policy {
    /// Whoever reaches the port.
    ANYONE,

    /// Every proven caller, installed programs included.
    KNOWN,

    /// A user in person: through the host's own doors or a core service.
    PERSON,

    /// An admin in person.
    ADMIN;

    boolean allows(Caller caller) {
        return switch (this) {
            case ANYONE -> true;
            case KNOWN -> caller instanceof Caller.Known;
            case PERSON -> caller instanceof Caller.Known known && known.inPerson();
            case ADMIN -> caller instanceof Caller.Known known && known.inPerson() && known.admin();
        };
    }
}
