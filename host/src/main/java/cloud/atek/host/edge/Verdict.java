package cloud.atek.host.edge;

/// What the access rule of a route says to one request.
sealed interface Verdict {

    Verdict ALLOWED = new Allowed();
    Verdict LOG_IN = new LogIn();

    /// As to a name that does not exist, so that nobody learns what others have.
    Verdict ABSENT = new Absent();

    record Allowed() implements Verdict {}

    /// First prove who you are; a browser is shown the way.
    record LogIn() implements Verdict {}

    record Absent() implements Verdict {}

    /// @param status 401 or 403
    /// @param message one plain sentence
    record Refused(int status, String message) implements Verdict {}
}
