package cloud.atek.host.edge;

import cloud.atek.host.gateway.Caller;
import cloud.atek.host.registry.Site;
import java.util.Optional;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/// What the door found out about a request before anything was done for it.
///
/// @param proof by what the caller is known
/// @param site of a subdomain: what its service shows; null at the root and where no service is
record Visit(Place place, Caller caller, Proof proof, @Nullable Site site) {

    static final String ATTRIBUTE = Visit.class.getName();

    /// By what a caller is known.
    sealed interface Proof {

        /// By nothing.
        record None() implements Proof {}

        /// A token in the Authorization header, which no web page can make a browser send.
        record Bearer(String token) implements Proof {
            @Override
            public String toString() {
                return "Bearer";
            }
        }

        /// A session cookie, which a browser sends whoever made it ask.
        record Cookie(String token) implements Proof {
            @Override
            public String toString() {
                return "Cookie";
            }
        }
    }

    /// The same of somebody who showed nothing.
    Visit asNobody() {
        return new Visit(place, new Caller.Nobody(), new Proof.None(), site);
    }

    boolean atRoot() {
        return place instanceof Place.Root;
    }

    boolean byBearer() {
        return proof instanceof Proof.Bearer;
    }

    boolean byCookie() {
        return proof instanceof Proof.Cookie;
    }

    Optional<Caller.Known> known() {
        return caller instanceof Caller.Known known ? Optional.of(known) : Optional.empty();
    }

    void attachTo(Attributes request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Visit of(@Nullable Object attribute) {
        if (attribute instanceof Visit visit) {
            return visit;
        }
        throw new IllegalStateException("a request came past the door");
    }
}
