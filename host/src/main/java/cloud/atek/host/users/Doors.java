package cloud.atek.host.users;

import cloud.atek.api.ServiceKey;
import cloud.atek.host.gateway.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What proves who is calling: bearer tokens, session cookies and the codes that carry a session to
/// another subdomain. Thread-safe; no method touches the disk but [#redeem] and [#startedOn].
///
/// A session belongs to one place: the root of the domain (`service` is null) or the subdomain of
/// one service. A cookie shown at another place proves nothing.
public interface Doors {

    /// Whether all who have a session can be known: not yet while the host starts.
    default boolean settled() {
        return true;
    }

    /// Finds the caller behind a bearer token: the host's own, or that of a running service.
    Optional<Caller.Known> bearer(String token);

    /// Finds the caller behind a session cookie.
    ///
    /// @param service where the cookie was shown
    Optional<Caller.Known> session(String token, @Nullable ServiceKey service);

    /// Remembers on what kind of device the session of this token was started, so that its owner
    /// knows it again.
    ///
    /// @param userAgent as the browser said it; empty when it said nothing
    void startedOn(String token, String userAgent);

    /// A code with which the holder of this root session gets one on the subdomain of `service`:
    /// once, within 30 seconds.
    ///
    /// @return empty when the session is not one of the root
    Optional<String> bindCode(String rootToken, ServiceKey service);

    /// Exchanges a code for a new session on the subdomain of `service`, and gives its token.
    Optional<String> redeem(String code, ServiceKey service);
}
