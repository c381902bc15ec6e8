package cloud.atek.api;

/// The headers by which the host tells a service who is calling. No client can set them: the host
/// removes every spelling of them at its door.
public final class AuthHeaders {

    /// A [UserKey].
    public static final String USER = "Atek-Auth-User";

    /// A [ServiceKey]; for a browser it is the called service's own, for the host `system`.
    public static final String SERVICE = "Atek-Auth-Service";

    private AuthHeaders() {}
}
