package cloud.atek.host.testkit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service that asks the host for what a test wants, with its own token on its own socket, and
/// tells what it heard. Its API is `example.com/<name>`. Thread-safe.
public final class Asker {

    private static final String SCRIPT =
            """
            const http = require('http');
            const streams = [];
            let kept = null;

            function send(query, body, headers, each) {
              return new Promise((done) => {
                const request = http.request({
                  socketPath: process.env.ATEK_HOST_SOCKET_FILE, method: 'POST',
                  path: '/_atek/gateway?' + query,
                  headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
                }, (answer) => {
                  let text = '';
                  answer.on('data', (piece) => { text += piece; each?.(); });
                  const end = () => done({ status: answer.statusCode, text });
                  answer.on('end', end);
                  answer.on('close', end);
                  answer.on('error', end);
                });
                request.on('error', (error) => done({ status: 0, text: String(error) }));
                request.end(body);
              });
            }

            const call = (method, params) =>
              JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] });

            const does = {
              ask: (_, query, method, params, headers) =>
                send(query, call(method, params), headers),
              raw: (_, query, body, headers) => send(query, body, headers),
              seen: (request) => request.headers,
              keep: (request) => { kept = request.headers['atek-ticket']; return kept; },
              kept: () => kept,
              behalf: (request, query, method, params) =>
                send(query, call(method, params),
                  { 'atek-ticket': request.headers['atek-ticket'] }),
              lend: (request, to, query, method) =>
                send(to, call('ask', [query, method, [],
                  { 'atek-ticket': request.headers['atek-ticket'] }])),
              token: () => process.env.ATEK_HOST_BEARER_TOKEN,
              open: (_, query, method, params) => {
                const one = { pieces: 0, ended: false };
                streams.push(one);
                send(query, call(method, params), { accept: 'text/event-stream' },
                  () => { one.pieces++; }).then(({ text }) => {
                    one.ended = true;
                    one.text = text.slice(0, 200);
                  });
                return streams.length - 1;
              },
              stream: (_, n) => streams[n],
            };

            http.createServer((request, answer) => {
              let text = '';
              request.on('data', (piece) => { text += piece; });
              request.on('end', async () => {
                if (request.url === '/ticks') {
                  answer.writeHead(200, { 'content-type': 'text/event-stream' });
                  const timer = setInterval(() => answer.write('data: {}\\n\\n'), 50);
                  answer.on('close', () => clearInterval(timer));
                  return;
                }
                if (request.method !== 'POST') {
                  answer.end('a page');
                  return;
                }
                const { id, method, params } = JSON.parse(text);
                const result = await does[method](request, ...params);
                answer.setHeader('content-type', 'application/json');
                answer.end(JSON.stringify({ jsonrpc: '2.0', id, result: result ?? null }));
              });
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private final TestHost host;
    private final String id;

    private Asker(TestHost host, String id) {
        this.host = host;
        this.id = id;
    }

    /// Writes its files into `dir/name`.
    ///
    /// @param permissions of its manifest, as JSON; empty for a manifest that does not say
    public static Path write(Path dir, String name, String permissions) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        Files.writeString(folder.resolve("index.js"), SCRIPT);
        Files.writeString(folder.resolve("atek.json"), manifest(name, permissions));
        return folder;
    }

    /// Its `index.js`.
    public static String script() {
        return SCRIPT;
    }

    /// Its `atek.json`.
    public static String manifest(String name, String permissions) {
        return """
        {"name": "The %s", "runtime": "node", %s "exports": [
          {"api": "example.com/%s"},
          {"api": "example.com/shared", "meta": {"name": "%s"}},
          {"api": "example.com/%s-live", "path": "/ticks", "transport": "proxy"}]}
        """
                .formatted(
                        name,
                        permissions.isEmpty() ? "" : "\"permissions\": " + permissions + ",",
                        name,
                        name,
                        name);
    }

    /// Installs it for a user.
    ///
    /// @param more further options of the installation
    public static Asker install(
            TestHost host, Path dir, String name, String user, String permissions, Object... more)
            throws IOException {
        var options =
                new HashMap<String, Object>(
                        Map.of(
                                "sourceUrl",
                                "file://" + write(dir, name, permissions),
                                "id",
                                name,
                                "user",
                                user));
        if (more.length > 0) {
            options.put("grants", List.of(more));
        }
        JsonNode answer = host.call("atek.cloud/services-api", "install", options);
        if (!answer.at("/result/state").asText().equals("running")) {
            throw new IllegalStateException(answer.toString());
        }
        return of(host, name);
    }

    public static Asker of(TestHost host, String id) {
        return new Asker(host, id);
    }

    public String id() {
        return id;
    }

    public String key() throws IOException {
        return host.call("atek.cloud/services-api", "get", id).at("/result/key").asText();
    }

    /// Lets it do one of the things that its script does.
    public JsonNode does(String what, Object... params) throws IOException {
        JsonNode answer = host.call("example.com/" + id, what, params);
        if (!answer.has("result")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result");
    }

    /// Lets it call an API.
    ///
    /// @param query the API, perhaps with more that chooses
    /// @return the whole answer
    public JsonNode asks(String query, String method, Object... params) throws IOException {
        return read(does("ask", "api=" + query, method, params));
    }

    /// The JSON of what it heard.
    public static JsonNode read(JsonNode heard) throws IOException {
        return MessageCodec.JSON.readTree(heard.path("text").asText());
    }
}
