package cloud.atek.host.gateway;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is asking, as proved at the door. Authority is this value, handed down as a parameter.
public sealed interface Caller {

    /// Nobody has logged in: may log in, and learn that he has not.
    record Nobody() implements Caller {}

    /// A proven user, and the way by which he came.
    ///
    /// @param admin the user's role; what it allows depends on `via` as well
    /// @param behalf the caller on whose behalf he calls, null when he calls for himself; he then
    ///   may do nothing that the other may not
    record Known(UserKey user, String username, boolean admin, Via via, @Nullable Known behalf)
            implements Caller {

        /// Who calls for himself.
        public Known(UserKey user, String username, boolean admin, Via via) {
            this(user, username, admin, via, null);
        }

        /// The host itself, and whoever holds its token: the command line.
        public static final Known HOST = new Known(UserKey.SYSTEM, "system", true, new Via.Host());

        /// Whether the user speaks here with his whole authority: by the host's own door or a core
        /// service, not through a program that was merely installed.
        public boolean inPerson() {
            boolean himself =
                    switch (via) {
                        case Via.Host _, Via.Browser _ -> true;
                        case Via.Page(_, boolean core, _) -> core;
                        case Via.Program(_, boolean core) -> core;
                    };
            return himself && (behalf == null || behalf.inPerson());
        }

        /// The same, on behalf of another: with what both may.
        Known onBehalfOf(Known other) {
            return new Known(user, username, admin && other.admin, via, other);
        }

        /// He, and those on whose behalf he calls, nearest first.
        public List<Known> chain() {
            var chain = new ArrayList<Known>();
            for (Known one = this; one != null; one = one.behalf) {
                chain.add(one);
            }
            return chain;
        }

        /// The service that was merely installed and by whose page or program he comes; null for
        /// every other way.
        public @Nullable ServiceKey installed() {
            return switch (via) {
                case Via.Host _, Via.Browser _ -> null;
                case Via.Page(var key, boolean core, _) -> core ? null : key;
                case Via.Program(var key, boolean core) -> core ? null : key;
            };
        }

        /// What `Atek-Auth-For` says to `target`: all on whose behalf he calls, nearest first.
        public String forHeader(ServiceKey target) {
            return chain().stream()
                    .skip(1)
                    .map(one -> one.user() + "/" + one.serviceHeader(target))
                    .collect(Collectors.joining(", "));
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
