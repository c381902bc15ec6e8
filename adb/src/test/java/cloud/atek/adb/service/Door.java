package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.Config;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.kit.Caller;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.Service;
import cloud.atek.kit.ServiceEnvironment;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// ADB as a service finds it: over the socket of a host, which says who calls.
final class Door implements AutoCloseable {

    private static final String GATEWAY = "/_atek/gateway";

    /// Headers that the host writes itself.
    private static final Set<String> OWN = Set.of("host", "authorization");

    private final Path dir;
    private final Adb adb;
    private final HttpServer server;
    private final HttpServer gateway;
    private final HttpClient client = new HttpClient();
    private final HostApis apis;
    private final Set<Response> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean shut;

    private Door(Path dir) throws IOException {
        this.dir = dir;
        this.adb =
                new Adb(
                        new Databases(dir.resolve("data"), ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        Clock.systemUTC());
        adb.as(new Caller(UserKey.SYSTEM, Caller.HOST)).init(new Config(""));
        this.server =
                new Service(environment("adb"))
                        .export("/_api/adb", AdbApi.class, adb::as)
                        .handle("/_api/adb-blobs", new BlobHandler(adb))
                        .start();
        this.gateway = new Service(environment("host")).handle(GATEWAY, this::pass).start();
        this.apis = new HostApis(environment("notes"));
    }

    static Door open() throws IOException {
        // Short: the path of a socket has at most 107 bytes.
        return new Door(Files.createTempDirectory(Path.of("/tmp"), "door"));
    }

    /// What a service gets from its host.
    HostApis apis() {
        return apis;
    }

    private ServiceEnvironment environment(String name) {
        return ServiceEnvironment.of(
                Map.of(
                        "ATEK_ASSIGNED_SOCKET_FILE",
                        dir.resolve(name).toString(),
                        "ATEK_ASSIGNED_SERVICE_KEY",
                        name,
                        "ATEK_HOST_PORT",
                        "1",
                        "ATEK_HOST_BEARER_TOKEN",
                        "token",
                        "ATEK_HOST_SOCKET_FILE",
                        dir.resolve("host").toString()));
    }

    /// Breaks the streams that are open, as the end of ADB does.
    void cut() {
        streams.forEach(Door::end);
    }

    /// Begins no stream any more, or again.
    void shut(boolean now) {
        shut = now;
    }

    /// How many calls asked for a stream.
    int asked() {
        return asked.get();
    }

    private Answer pass(Request request) throws IOException {
        if (!request.headers().all("Authorization").contains("Bearer token")) {
            return Response.text(401, "Not authorized");
        }
        Headers caller =
                Headers.of(
                                "Host",
                                "localhost",
                                "Atek-Auth-User",
                                "bob",
                                "Atek-Auth-Service",
                                "notes")
                        .with(request.headers().without(name -> OWN.contains(name)));
        if (request.query().contains("adb-blobs")) {
            String target = "/_api/adb-blobs?" + request.query();
            return client.call(
                    server.at(), new Request(request.method(), target, caller, request.body()));
        }
        return passCall(caller, request.body().bytes(16 << 20));
    }

    private Answer passCall(Headers caller, byte[] call) throws IOException {
        if (caller.has("Accept", "text/event-stream")) {
            boolean refused = shut;
            asked.incrementAndGet();
            if (refused) {
                return Response.text(502, "core.adb does not answer");
            }
        }
        var request = new Request("POST", "/_api/adb", caller, Body.of(call));
        Response answer = client.call(server.at(), request);
        return answer.body().length() == Body.UNKNOWN ? stream(answer) : answer;
    }

    private Answer stream(Response answer) {
        streams.add(answer);
        return new Answer.Live(
                answer.status(),
                answer.headers(),
                (out, peer) -> {
                    peer.whenGone(() -> end(answer));
                    byte[] piece = new byte[8192];
                    InputStream in = answer.body().in();
                    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                        out.write(piece, 0, n);
                        out.flush();
                    }
                });
    }

    private static void end(Response stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // It has ended.
        }
    }

    @Override
    public void close() throws IOException {
        apis.close();
        gateway.close();
        server.close();
        client.close();
        adb.close();
    }
}
