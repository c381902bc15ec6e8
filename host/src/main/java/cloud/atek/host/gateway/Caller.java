package cloud.atek.host.gateway;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import org.jspecify.annotations.Nullable;

/// Who is asking, as proved at the door. Authority is this value, handed down as a parameter.
public sealed interface Caller {

    /// Nobody has logged in: may log in, and learn that he has not.
    record Nobody() implements Caller {}

    /// A proven user, and the way by which he came.
    ///
    /// @param admin the user's role; what it allows depends on `via` as well
    record Known(UserKey user, String username, boolean admin, Via via) implements Caller {

        /// The host itself, and whoever holds its token: the command line.
        public static final Known HOST = new Known(UserKey.SYSTEM, "system", true, new Via.Host());

        /// Whether the user speaks here with his whole authority: by the host's own door or a core
        /// service, not through a program that was merely installed.
        public boolean inPerson() {
            return switch (via) {
                case Via.Host _, Via.Browser _ -> true;
                case Via.Page(_, boolean core, _) -> core;
                case Via.Program(_, boolean core) -> core;
            };
        }

        /// The name of the session by which he came, null when he came without one.
        public @Nullable String session() {
            return switch (via) {
                case Via.Browser(String session) -> session;
                case Via.Page(_, _, String session) -> session;
                case Via.Host _, Via.Program _ -> null;
            };
        }

        /// What `Atek-Auth-Service` says to `target`.
        public String serviceHeader(ServiceKey target) {
            return switch (via) {
                case Via.Host _ -> "system";
                case Via.Browser _ -> target.value();
                case Via.Page(var key, _, _) -> key.value();
                case Via.Program(var key, _) -> key.value();
            };
        }
    }

    /// The way by which a call came.
    sealed interface Via {

        /// With the host's own token, or from the host itself.
        record Host() implements Via {}

        /// From a page at the root of the domain.
        ///
        /// @param session names the session, so that it can be ended; not what proves it
        record Browser(String session) implements Via {}

        /// From a page on the subdomain of a service.
        ///
        /// @param core whether the host brings that service along
        /// @param session names the session, so that it can be ended; not what proves it
        record Page(ServiceKey service, boolean core, String session) implements Via {}

        /// From the process of a service.
        ///
        /// @param core whether the host brings that service along
        record Program(ServiceKey service, boolean core) implements Via {}
    }
}
