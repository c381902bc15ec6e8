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
            const { createHash } = require('crypto');
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

            // Acts for the caller whose request it answers.
            async function onBehalf(request, api, method, params) {
              const { ATEK_HOST_PORT, ATEK_HOST_BEARER_TOKEN } = process.env;
              const url = `http://127.0.0.1:${ATEK_HOST_PORT}/_atek/gateway?api=${api}`;
              const answer = await fetch(url, {
                method: 'POST',
                headers: {
                  'content-type': 'application/json',
                  authorization: `Bearer ${ATEK_HOST_BEARER_TOKEN}`,
                  'atek-ticket': request.headers['atek-ticket'],
                },
                body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
              });
              return answer.json();
            }

            const does = {
              acts: onBehalf,
              key: () => process.env.ATEK_ASSIGNED_SERVICE_KEY,
              js: async (_, code) => {
                try {
                  return { value: await new Function('require', 'keep', code)(require, streams) };
                } catch (error) {
                  return { error: error.code ?? String(error) };
                }
              },
              socket: (_, query) => {
                const one = { pieces: 0, ended: false };
                return new Promise((done) => {
                  const request = http.request({
                    socketPath: process.env.ATEK_HOST_SOCKET_FILE,
                    path: '/_atek/gateway?' + query,
                    headers: {
                      host: 'localhost', connection: 'Upgrade', upgrade: 'websocket',
                      'sec-websocket-version': '13',
                      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
                    },
                  });
                  request.on('upgrade', (_, socket) => {
                    const end = () => {
                      one.endedAt ??= Date.now();
                      one.ended = true;
                    };
                    socket.on('data', () => { one.pieces++; });
                    ['end', 'close', 'error'].forEach((event) => socket.on(event, end));
                    done(streams.push(one) - 1);
                  });
                  request.on('response', (answer) => done(-answer.statusCode));
                  request.on('error', () => done(-1));
                  request.end();
                });
              },
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

            const server = http.createServer((request, answer) => {
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
            });
            server.on('upgrade', (request, socket) => {
              const key = request.headers['sec-websocket-key']
                + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
              socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n'
                + 'Connection: Upgrade\\r\\nSec-WebSocket-Accept: '
                + createHash('sha1').update(key).digest('base64') + '\\r\\n\\r\\n');
              const timer = setInterval(() => socket.write(Buffer.from([0x81, 1, 0x68])), 20);
              socket.on('close', () => clearInterval(timer));
              socket.on('error', () => {});
            });
            server.listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
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

    /// Runs a piece of a script in it, which may `require`, and `keep` things.
    ///
    /// @return `{"value": …}` or `{"error": …}`
    public JsonNode runs(String script) throws IOException {
        return does("js", script);
    }

    /// The JSON of what it heard.
    public static JsonNode read(JsonNode heard) throws IOException {
        return MessageCodec.JSON.readTree(heard.path("text").asText());
    }
}
