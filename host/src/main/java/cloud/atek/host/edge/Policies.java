package cloud.atek.host.edge;

/// The Content-Security-Policy of what is not a page of the host.
///
/// What it allows is in the domain that the browser uses: another one of ours is another site.
final class Policies {

    /// Of a static service: its own files and calls, and frames of other services, as the main page
    /// shows them.
    String folder(Authority at) {
        String port = at.port();
        return "default-src 'self'; script-src 'self'; style-src 'self';"
                + " img-src 'self' data: blob:; connect-src 'self';"
                + " frame-src 'self' %1$s://*.%2$s%3$s %1$s://*.%2$s;"
                        .formatted(at.scheme(), at.domain(), port)
                + " "
                + framing(at)
                + "; base-uri 'none'; object-src 'none'";
    }

    /// Of a service that says nothing itself: the main page may frame it. What stands at the root
    /// speaks with the whole authority of who looks at it, so that nobody frames it.
    String framing(Authority at) {
        return isRoot(at) ? "frame-ancestors 'none'" : "frame-ancestors 'self' " + root(at);
    }

    private static boolean isRoot(Authority at) {
        return !at.host().endsWith("." + at.domain());
    }

    /// Of a page of the host that stands where a service should be, also inside the main page.
    String standIn(Authority at) {
        return Pages.POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self' " + root(at));
    }

    /// The origin of the root as this browser reaches it.
    String root(Authority at) {
        return at.root().origin();
    }
}
