package cloud.atek.host.edge;

/// The scheme, name and port under which a browser reached us, as it spells them in an origin.
///
/// @param scheme `http` or `https`
/// @param host lower case; an IPv6 address stands in brackets
/// @param port a colon and digits, or empty where the scheme's own port is meant
record Authority(String scheme, String host, String port) {

    /// The same door under another name.
    Authority under(String otherHost) {
        return new Authority(scheme, otherHost, port);
    }

    /// Such as `http://localhost:8080`.
    String origin() {
        return scheme + "://" + host + port;
    }

    /// Whether a browser keeps `Secure` cookies from here: over TLS, and from names that it knows
    /// to be its own machine
    /// (https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy).
    boolean keepsSecureCookies() {
        return scheme.equals("https") || host.equals("localhost") || host.endsWith(".localhost");
    }
}
