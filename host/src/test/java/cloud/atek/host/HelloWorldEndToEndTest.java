package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.NodePackage;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Programs as the first Atek's guide had people write them: a script that listens on the assigned
/// unix socket, and nothing that names Atek beyond that. They install from Git and answer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelloWorldEndToEndTest {

    private static final String HELLO =
            """
            const http = require('http')

            http.createServer((req, res) => {
              res.writeHead(200, {'Content-Type': 'text/plain'}).end('Hello, world!')
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
            """;

    private static final String SITE =
            """
            import http from 'http'
            import { promises as fs } from 'fs'
            import { fileURLToPath } from 'url'

            const HTML = fileURLToPath(new URL('./static/index.html', import.meta.url))

            http.createServer(async (req, res) => {
              if (req.url === '/') {
                res.writeHead(200, {'Content-Type': 'text/html'}).end(await fs.readFile(HTML))
              } else if (req.url === '/test') {
                res.writeHead(200, {'Content-Type': 'application/json'}).end(JSON.stringify({test: true}))
              } else {
                res.writeHead(404).end('Not found')
              }
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE, () => {
              console.log('listening at', process.env.ATEK_ASSIGNED_SOCKET_FILE)
            })
            """;

    private static final String NOTES =
            """
            import http from 'node:http'
            import adb from '@atek-cloud/adb-api'

            const db = adb.db('notes')

            http.createServer(async (req, res) => {
              if (req.method === 'HEAD') return res.writeHead(204).end()
              await db.isReady
              const [, user] = req.url.split('/')
              if (req.method === 'POST') {
                await db.put(['notes', user], {by: req.headers['atek-auth-user']})
              }
              const {records} = await db.list('/notes')
              res.writeHead(200, {'Content-Type': 'application/json'}).end(JSON.stringify(records))
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
            """;

    private TestHost host;
    private Person ada;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        ada = Person.made(host, "ada", "admin");
        install(GitPackage.create(dir, "hello-world").write("index.js", HELLO));
        install(
                GitPackage.create(dir, "hello-site")
                        .write("package.json", "{\"main\":\"server.js\",\"type\":\"module\"}")
                        .write("server.js", SITE)
                        .write("static/index.html", "<h1>Hello, page!</h1>"));
        install(
                GitPackage.create(dir, "notes")
                        .copy(NodePackage.fetched("node-adb", dir.resolve("npm")).folder())
                        .write("atek.json", "{}")
                        .write("index.js", NOTES));
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aScriptWithoutAManifestAnswersOnItsSubdomain() throws Exception {
        assertThat(ada.visit("hello-world", "/").body()).isEqualTo("Hello, world!");
        JsonNode info = host.call("atek.cloud/services-api", "get", "hello-world").path("result");
        assertThat(info.path("status").asText()).isEqualTo("active");
        assertThat(info.at("/settings/package/installedVersion").asText()).isEqualTo("v1.0.0");
        assertThat(info.at("/settings/manifest")).isEmpty();
    }

    @Test
    void aScriptAnswersOnTheSocketThatItWasAssigned() throws Exception {
        assertThat(sockets().map(HelloWorldEndToEndTest::ask))
                .anyMatch(answer ->
                        answer.startsWith("HTTP/1.1 200") && answer.endsWith("Hello, world!"));
    }

    @Test
    void aPageAndItsPathsAreServedByTheScriptThatPackageJsonNames() {
        assertThat(ada.visit("hello-site", "/").body()).isEqualTo("<h1>Hello, page!</h1>");
        assertThat(ada.visit("hello-site", "/test").body()).isEqualTo("{\"test\":true}");
        assertThat(ada.visit("hello-site", "/nothing").statusCode()).isEqualTo(404);
        assertThat(host.cli("logs", "hello-site").out()).contains("listening at /");
    }

    @Test
    void whatAScriptStoresInADatabaseIsThereAfterARestart() throws Exception {
        assertThat(ada.visit("notes", "/").body()).isEqualTo("[]");

        assertThat(ada.post("notes", "/ada", "{}").statusCode()).isEqualTo(200);
        assertThat(host.cli("restart", "notes").exitCode()).isZero();

        JsonNode records = MessageCodec.JSON.readTree(ada.visit("notes", "/").body());
        assertThat(records).hasSize(1);
        assertThat(records.at("/0/path").asText()).isEqualTo("/notes/ada");
        String owner =
                ada.call("atek.cloud/user-sessions-api", "whoami").at("/result/userKey").asText();
        assertThat(records.at("/0/value/by").asText()).isEqualTo(owner);
    }

    private void install(GitPackage service) throws Exception {
        try (service) {
            service.release("v1.0.0");
            Run install = host.cli("install", service.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    private Stream<Path> sockets() throws IOException {
        try (Stream<Path> files = Files.walk(host.home().resolve("run"))) {
            return files.filter(file -> file.endsWith("service.sock")).toList().stream();
        }
    }

    private static String ask(Path socket) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String get = "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n";
            channel.write(ByteBuffer.wrap(get.getBytes(StandardCharsets.US_ASCII)));
            var answer = new StringBuilder();
            var piece = ByteBuffer.allocate(4096);
            while (channel.read(piece) >= 0) {
                answer.append(StandardCharsets.UTF_8.decode(piece.flip()));
                piece.clear();
            }
            return answer.toString();
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }
}
