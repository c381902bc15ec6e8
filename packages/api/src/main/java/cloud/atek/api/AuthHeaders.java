package cloud.atek.api;

/// The headers by which the host tells a service who is calling, and for how long. No client can
/// set them: the host removes every spelling of them at its door.
public final class AuthHeaders {

    /// A [UserKey].
    public static final String USER = "Atek-Auth-User";

    /// A [ServiceKey]; for a browser it is the called service's own, for the host `system`.
    public static final String SERVICE = "Atek-Auth-Service";

    /// On whose behalf the caller calls, where he does: each as `<user key>/<service key>`, the
    /// nearest first, parted by a comma and a space. The call is allowed to all of them.
    public static final String FOR = "Atek-Auth-For";

    /// A database, 64 hex digits, that is not the calling service's own and that its user lets it
    /// use.
    public static final String DATABASE = "Atek-Auth-Database";

    /// Comes with each call. A service that shows it with a call of its own, while it answers,
    /// calls on behalf of its caller: it may do no more than both may, and who is called hears of
    /// both. It is of no use to anybody else, nor later.
    public static final String TICKET = "Atek-Ticket";

    /// How long somebody still waits for the answer, in milliseconds, 1 to 60 000. A caller may
    /// send it to the gateway, and shorten by it what the host grants; a service gets it with each
    /// call.
    public static final String DEADLINE = "Atek-Deadline-Ms";

    private AuthHeaders() {}
}
