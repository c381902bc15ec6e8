package cloud.atek.host.edge;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.util.EnumSet;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// How Jetty and Javalin are set up: small, strict and silent about themselves.
final class JettySetup {

    /// Spellings of a path that a service may give a meaning to. The host's own routes have exactly
    /// one spelling ([Front]), so none of these can lead to them.
    private static final UriCompliance PATHS =
            new UriCompliance(
                    "atek",
                    EnumSet.of(
                            Violation.AMBIGUOUS_EMPTY_SEGMENT,
                            Violation.AMBIGUOUS_PATH_SEPARATOR,
                            Violation.AMBIGUOUS_PATH_ENCODING,
                            Violation.AMBIGUOUS_PATH_PARAMETER));

    private JettySetup() {}

    static Javalin javalin(Listeners listeners, Front front, HostRoutes routes) {
        return Javalin.create(javalin -> {
            silence(javalin);
            javalin.jetty.threadPool = threads();
            javalin.jetty.modifyHttpConfiguration(JettySetup::limit);
            javalin.jetty.addConnector(listeners::first);
            javalin.jetty.modifyServer(server -> {
                server.setHandler(front);
                server.setErrorHandler(new QuietErrors());
                server.setStopTimeout(0);
            });
            javalin.jetty.modifyServletContextHandler(
                    context -> context.setErrorHandler(new QuietErrors()));
            routes.register(javalin.routes);
        });
    }

    private static void silence(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.http.compressionStrategy = CompressionStrategy.NONE;
    }

    /// Virtual threads, as many as there are requests: each connection has at most one, and their
    /// number is limited. Measured as fast as platform threads, and a thousand streams of events
    /// cost no thousand stacks.
    private static ThreadPool threads() {
        var threads = new VirtualThreadPool();
        threads.setName("edge");
        threads.setMaxConcurrentTasks(0);
        return threads;
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(Limits.REQUEST_HEAD_BYTES_MAX);
        http.setResponseHeaderSize(Limits.RESPONSE_HEAD_BYTES_MAX);
        http.setMaxResponseHeaderSize(Limits.RESPONSE_HEAD_BYTES_MAX);
        http.setUriCompliance(PATHS);
    }
}
