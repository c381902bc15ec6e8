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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// ADB as a service finds it: over the socket of a host, which says who calls.
final class Door implements AutoCloseable {

    private static final String GATEWAY = "/_atek/gateway";

    private final Path dir;
    private final Adb adb;
    private final HttpServer server;
    private final HttpServer gateway;
    private final HttpClient client = new HttpClient();
    private final HostApis apis;

    private Door(Path dir) throws IOException {
        this.dir = dir;
        this.adb =
                new Adb(
                        new Databases(dir.resolve("data"), ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        Clock.systemUTC());
        adb.as(new Caller(UserKey.SYSTEM, Caller.HOST)).init(new Config(""));
        this.server =
                new Service(environment("adb")).export("/_api/adb", AdbApi.class, adb::as).start();
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

    private Answer pass(Request request) throws IOException {
        boolean ours =
                request.query().contains("adb-api")
                        && request.headers().all("Authorization").contains("Bearer token");
        if (!ours) {
            return Response.text(401, "Not authorized");
        }
        Headers caller =
                Headers.of(
                        "Host", "localhost", "Atek-Auth-User", "bob", "Atek-Auth-Service", "notes");
        byte[] call = request.body().bytes(16 << 20);
        try (Response answer =
                client.call(server.at(), new Request("POST", "/_api/adb", caller, Body.of(call)))) {
            byte[] body = answer.body().bytes(64 << 20);
            return Response.of(answer.status(), "application/json", body);
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
