package cloud.atek.kit;

import cloud.atek.wire.Answer;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Limits;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A service: what it answers on which path, and then [#serve].
///
/// ```java
/// Service.fromEnvironment()
///         .page("/", request -> Response.text(200, "Hello"))
///         .export("/_api/hello", HelloApi.class, caller -> name -> "Hello, " + name)
///         .serve();
/// ```
///
/// One thread builds it; handlers are called by many at a time.
public final class Service {

    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private final ServiceEnvironment environment;
    private final Routes routes = new Routes();
    private Limits limits = Limits.DEFAULT;

    public Service(ServiceEnvironment environment) {
        this.environment = environment;
    }

    /// @throws IllegalArgumentException when the host's variables are missing; the message names
    ///   one
    public static Service fromEnvironment() {
        return new Service(ServiceEnvironment.current());
    }

    public ServiceEnvironment environment() {
        return environment;
    }

    /// Answers GET and HEAD on exactly this path.
    public Service page(String path, HttpServer.Handler page) {
        return handle(path, request -> reads(request) ? page.handle(request) : wantGet());
    }

    /// Answers every method on exactly this path.
    public Service handle(String path, HttpServer.Handler handler) {
        routes.exact(path, handler);
        return this;
    }

    /// Answers every method on all paths that begin with a prefix, which ends with `/`.
    public Service handleBelow(String prefix, HttpServer.Handler handler) {
        routes.below(prefix, handler);
        return this;
    }

    /// Serves the files of a folder below a path that ends with `/`; `index.html` for a folder.
    public Service files(String prefix, Path folder) {
        return files(prefix, new StaticFiles.OfFolder(folder));
    }

    /// Serves resources beside the classes: those below `folder`, an absolute resource name such as
    /// `/web`, as `anchor` finds them.
    public Service files(String prefix, Class<?> anchor, String folder) {
        return files(prefix, new StaticFiles.OfClassPath(anchor, folder));
    }

    private Service files(String prefix, StaticFiles.Source source) {
        var files = new StaticFiles(prefix, source);
        routes.below(prefix, request -> reads(request) ? files.handle(request) : wantGet());
        return this;
    }

    /// Answers JSON-RPC calls of an API on exactly this path.
    ///
    /// @param forCaller makes the implementation for one call: who calls is given to it, and what
    ///   it may do is decided by that
    public <A> Service export(String path, Class<A> api, Function<Caller, ? extends A> forCaller) {
        return handle(path, new Export(new Dispatch<>(api, forCaller)));
    }

    /// Answers those methods of an API that return a [cloud.atek.api.Live] by WebSocket: for an
    /// export with transport `proxy`. By [#export] they are answered with server-sent events.
    public <A> Service exportLive(
            String path, Class<A> api, Function<Caller, ? extends A> forCaller) {
        return handle(path, new LiveSocket(new Dispatch<>(api, forCaller)));
    }

    /// Talks to WebSockets on exactly this path.
    ///
    /// @param session called for each, on its own thread; the WebSocket closes when it returns
    public Service webSocket(String path, WebSocket.Session session) {
        return handle(path, request -> WebSocket.accept(request, session));
    }

    /// Replaces the limits of the wire, for example for larger uploads.
    public Service limits(Limits other) {
        this.limits = other;
        return this;
    }

    /// Listens and returns; closing the server stops it within a second.
    ///
    /// @throws IOException when the socket is taken or cannot be made
    public HttpServer start() throws IOException {
        HttpServer server =
                HttpServer.start(
                        environment.socket(), limits, new ConnectionThreads(), this::answer);
        log.info("serving");
        return server;
    }

    /// Listens and blocks until the process is asked to end.
    ///
    /// @throws UncheckedIOException when the socket is taken or cannot be made
    public void serve() {
        try (HttpServer server = start()) {
            var end = new CountDownLatch(1);
            var ending = new Thread(() -> end(server, end), "service-end");
            Runtime.getRuntime().addShutdownHook(ending);
            end.await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(HttpServer server, CountDownLatch end) {
        try {
            server.close();
        } catch (IOException e) {
            log.warn("could not remove the socket", e);
        }
        end.countDown();
    }

    private Answer answer(Request request) throws IOException {
        try {
            return routes.find(request.path()).handle(request);
        } catch (RuntimeException e) {
            log.error("{} {} failed", request.method(), request.path(), e);
            return Response.text(500, "the service failed");
        }
    }

    private static boolean reads(Request request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    private static Response wantGet() {
        return Response.text(405, "want GET").with("Allow", "GET, HEAD");
    }
}
