package cloud.atek.api;

/// The headers by which the host tells a service who is calling, and for how long. No client can
/// set them: the host removes every spelling of them at its door.
public final class AuthHeaders {

    /// A [UserKey].
    public static final String USER = "Atek-Auth-User";

    /// A [ServiceKey]; for a browser it is the called service's own, for the host `system`.
    public static final String SERVICE = "Atek-Auth-Service";

    /// How long somebody still waits for the answer, in milliseconds, 1 to 60 000. A caller may
    /// send it to the gateway, and shorten by it what the host grants; a service gets it with each
    /// call.
    public static final String DEADLINE = "Atek-Deadline-Ms";

    private AuthHeaders() {}
}
