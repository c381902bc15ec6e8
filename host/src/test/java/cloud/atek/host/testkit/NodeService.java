package cloud.atek.host.testkit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// A service in a folder that a host runs in place: one script for Node that can do what tests want
/// to see, and is up within a moment. Thread-safe.
///
/// It answers every path with a name of its process and the headers of the request; `/crash` ends
/// it, `/events` is a stream of events, `/length` counts what it gets, `/range` has ten bytes, and
/// JSON-RPC is echoed.
public final class NodeService {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String API = "example.com/";

    private static final String SCRIPT =
            """
            const http = require('http');
            const { createHash } = require('crypto');
            const self = require('crypto').randomUUID();
            const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
            const server = http.createServer((request, answer) => {
              if (request.url === '/crash') {
                process.exit(7);
              }
              if (request.url === '/events') {
                answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
                answer.write('data: ' + self + '\\n\\n');
                return;
              }
              if (request.url === '/range') {
                const [, from, to] = /bytes=(\\d+)-(\\d+)/.exec(request.headers.range) ?? [0, 0, 9];
                answer.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/10` });
                answer.end('0123456789'.slice(+from, +to + 1));
                return;
              }
              let length = 0;
              let text = '';
              request.on('data', (piece) => {
                length += piece.length;
                text = length < 10000 ? text + piece : '';
              });
              request.on('end', () => {
                if (request.url === '/length') {
                  answer.end(String(length));
                } else if (request.method === 'POST') {
                  const { id } = JSON.parse(text);
                  answer.setHeader('Content-Type', 'application/json');
                  answer.end(JSON.stringify({ jsonrpc: '2.0', id, result: self }));
                } else {
                  answer.end(JSON.stringify({ self, headers: request.headers }));
                }
              });
            });
            server.on('upgrade', (request, socket) => {
              const key = request.headers['sec-websocket-key'] + GUID;
              socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n'
                  + 'Connection: Upgrade\\r\\nSec-WebSocket-Accept: '
                  + createHash('sha1').update(key).digest('base64') + '\\r\\n\\r\\n');
              socket.on('data', () => socket.write(Buffer.from([0x81, 2, 0x68, 0x69])));
              socket.on('end', () => socket.end());
              socket.on('error', () => {});
            });
            setTimeout(() => server.listen(process.env.ATEK_ASSIGNED_SOCKET_FILE),
                +(process.env.SLOW_MS ?? 0));
            """;

    private final TestHost host;
    private final String id;

    private NodeService(TestHost host, String id) {
        this.host = host;
        this.id = id;
    }

    /// Writes its files into `dir/name`; its API is `example.com/name`.
    ///
    /// @param more fields of the manifest, each followed by a comma
    public static Path write(Path dir, String name, String more) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        Files.writeString(folder.resolve("index.js"), SCRIPT);
        Files.writeString(
                folder.resolve("atek.json"),
                """
                {"runtime": "node", %s "exports": [
                  {"api": "example.com/%s"},
                  {"api": "example.com/%s-live", "transport": "proxy"}]}
                """
                        .formatted(more, name, name));
        return folder;
    }

    /// Installs it for everyone.
    ///
    /// @param options fields of the call besides its source
    public static NodeService install(
            TestHost host, Path dir, String name, String more, Map<String, Object> options)
            throws IOException {
        var all = new HashMap<>(options);
        all.put("sourceUrl", "file://" + write(dir, name, more));
        all.putIfAbsent("id", name);
        JsonNode answer = host.call("atek.cloud/services-api", "install", all);
        if (!answer.has("result")) {
            throw new IllegalStateException(answer.toString());
        }
        return of(host, answer.at("/result/settings/id").asText());
    }

    public static NodeService of(TestHost host, String id) {
        return new NodeService(host, id);
    }

    public String id() {
        return id;
    }

    /// What the host says of it.
    public JsonNode info() throws IOException {
        return host.call("atek.cloud/services-api", "get", id).path("result");
    }

    /// Its process, found by what is in its environment: only root, or the host's user, can look.
    public long pid() throws IOException {
        String key = "ATEK_ASSIGNED_SERVICE_KEY=" + info().path("key").asText() + "\0";
        return host.children().stream()
                .mapToLong(ProcessHandle::pid)
                .filter(pid -> environment(pid).contains(key))
                .findFirst()
                .orElseThrow();
    }

    private static String environment(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ")) + "\0";
        } catch (IOException e) {
            return ""; // It ended in the meantime.
        }
    }

    public String state() throws IOException {
        return info().path("state").asText();
    }

    /// Does something with it, such as `stop`.
    public JsonNode tell(String method, Object... more) throws IOException {
        var params = new Object[more.length + 1];
        params[0] = id;
        System.arraycopy(more, 0, params, 1, more.length);
        return host.call("atek.cloud/services-api", method, params);
    }

    /// Calls its API; the answer is the name of its process.
    public JsonNode call() throws IOException {
        return host.call(API + id, "echo");
    }

    /// Waits until the host says that of it.
    public JsonNode until(Predicate<JsonNode> claim) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode info = info();
            if (claim.test(info)) {
                return info;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("it did not come true: " + info);
            }
            Thread.sleep(20);
        }
    }

    public JsonNode until(String state) throws IOException, InterruptedException {
        return until(info -> info.path("state").asText().equals(state));
    }

    /// Asks for a path of its site, as the host.
    public java.net.http.HttpResponse<String> get(String path, Map<String, String> headers)
            throws IOException {
        var all = new HashMap<>(headers);
        all.put("Authorization", "Bearer " + host.systemToken());
        return host.browser().get(id + ".localhost", path, all);
    }

    /// What the process that answers now says.
    public JsonNode seen() throws IOException {
        return MessageCodec.JSON.readTree(get("/", Map.of()).body());
    }
}
