package cloud.atek.host.testkit;

import cloud.atek.host.install.Source;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// Serves one repository over Git's smart HTTP protocol at `/good.git`, and traps at other paths.
public final class GitHttpServer implements AutoCloseable {

    private final Repository repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public GitHttpServer(Repository repository) throws IOException {
        this.repository = repository;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/good.git/info/refs", this::refs);
        server.createContext("/good.git/git-upload-pack", this::pack);
        server.createContext(
                "/elsewhere/info/refs",
                http -> redirect(http, "http://localhost:" + port() + "/good.git/info/refs"));
        server.createContext(
                "/moved/info/refs",
                http -> redirect(http, "http://127.0.0.1:" + port() + "/good.git/info/refs"));
        server.createContext("/private/info/refs", http -> answer(http, 401, "text/plain", "no"));
        server.createContext(
                "/page/info/refs", http -> answer(http, 200, "text/html", "<h1>Hello</h1>"));
        server.createContext("/slow/info/refs", GitHttpServer::never);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public Source.GitRepository source(String path) {
        return new Source.GitRepository(
                URI.create("http://127.0.0.1:" + port() + path), Source.Reach.ANY);
    }

    private void refs(HttpExchange http) throws IOException {
        var out = new ByteArrayOutputStream();
        var lines = new PacketLineOut(out);
        lines.writeString("# service=git-upload-pack\n");
        lines.end();
        uploadPack(http).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        send(http, 200, "application/x-git-upload-pack-advertisement", out.toByteArray());
    }

    private void pack(HttpExchange http) throws IOException {
        byte[] asked = body(http).readAllBytes();
        var out = new ByteArrayOutputStream();
        uploadPack(http).upload(new ByteArrayInputStream(asked), out, null);
        send(http, 200, "application/x-git-upload-pack-result", out.toByteArray());
    }

    private static InputStream body(HttpExchange http) throws IOException {
        boolean packed = "gzip".equals(http.getRequestHeaders().getFirst("Content-Encoding"));
        return packed ? new GZIPInputStream(http.getRequestBody()) : http.getRequestBody();
    }

    private UploadPack uploadPack(HttpExchange http) {
        var pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        String protocol = http.getRequestHeaders().getFirst("Git-Protocol");
        if (protocol != null) {
            pack.setExtraParameters(List.of(protocol.split(":", -1)));
        }
        return pack;
    }

    private static void redirect(HttpExchange http, String to) throws IOException {
        String query = http.getRequestURI().getRawQuery();
        http.getResponseHeaders().set("Location", to + (query == null ? "" : "?" + query));
        http.sendResponseHeaders(302, -1);
        http.close();
    }

    private static void never(HttpExchange http) {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            http.close();
        }
    }

    private static void answer(HttpExchange http, int code, String type, String text)
            throws IOException {
        send(http, code, type, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange http, int code, String type, byte[] bytes)
            throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        http.sendResponseHeaders(code, bytes.length);
        http.getResponseBody().write(bytes);
        http.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
