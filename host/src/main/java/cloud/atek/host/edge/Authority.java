package cloud.atek.host.edge;

import cloud.atek.api.ServiceId;

/// The scheme, name and port under which a browser reached us, as it spells them in an origin.
///
/// @param scheme `http` or `https`
/// @param host lower case; an IPv6 address stands in brackets
/// @param port a colon and digits, or empty where the scheme's own port is meant
/// @param domain the name of ours that `host` is or stands below; for an address of this machine
///   the first one, since addresses have no subdomains
record Authority(String scheme, String host, String port, String domain) {

    /// The root of the domain that the browser uses, at the same port.
    Authority root() {
        return new Authority(scheme, domain, port, domain);
    }

    /// The place of a service in the domain that the browser uses.
    Authority of(ServiceId service) {
        return new Authority(scheme, service + "." + domain, port, domain);
    }

    /// Such as `http://localhost:8080`.
    String origin() {
        return scheme + "://" + host + port;
    }

    /// Whether a browser keeps `Secure` cookies from here: over TLS, and from names that it knows
    /// to be its own machine
    /// (https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy).
    boolean keepsSecureCookies() {
        return isSecure() || isOfThisMachine(host);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /// Whether browsers know our name to be their own machine, or it is its address.
    boolean isHere() {
        return isOfThisMachine(host) || AllowedHosts.isAddress(host);
    }

    /// Whether browsers know a name to be the machine that they run on (RFC 6761 section 6.3).
    static boolean isOfThisMachine(String name) {
        return name.equals("localhost") || name.endsWith(".localhost");
    }
}
