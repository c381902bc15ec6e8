package cloud.atek.host.edge;

import cloud.atek.api.ServiceKey;
import cloud.atek.host.registry.Site;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/// What a service answers to everybody, known or not: other homes ask `core.earthstar` for the
/// workspaces that their owners published, as the published packages ask a pub. The service is not
/// told who asks, and is not woken up.
final class OpenPaths {

    private static final ServiceKey EARTHSTAR = new ServiceKey("core.earthstar");
    private static final String PREFIX = "/earthstar-api/";

    private OpenPaths() {}

    /// The path is looked at as it came and as it is meant: it has one reading.
    static boolean open(Visit visit, Request request) {
        HttpURI uri = request.getHttpURI();
        return visit.site() instanceof Site.Live live
                && live.key().equals(EARTHSTAR)
                && below(uri.getPath())
                && below(uri.getCanonicalPath());
    }

    private static boolean below(String path) {
        return path != null && path.startsWith(PREFIX);
    }
}
