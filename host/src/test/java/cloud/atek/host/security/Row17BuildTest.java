package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The build of a package is its author's program: it reads the host's files and variables, calls
/// the host, plants files, and takes all the memory there is.
@ExtendWith(House.Key.class)
class Row17BuildTest {

    /// Tries, and leaves what came of it for the service to tell. PORT and HOME are the host's.
    private static final String BUILD =
            """
            const fs = require('fs');
            const net = require('net');
            const home = 'HOME';
            const found = {};
            const attempt = (name, action) => {
              try {
                found[name] = 'done: ' + String(action()).slice(0, 60);
              } catch (e) {
                found[name] = 'refused: ' + e.code;
              }
            };
            for (const file of [home, '/root', '/home', '/proc/1/root/root', '/var/lib']) {
              attempt('list ' + file, () => fs.readdirSync(file));
            }
            for (const file of [home + '/config.json', '/etc/shadow', '/root/.ssh/id_ed25519']) {
              attempt('read ' + file, () => fs.readFileSync(file));
            }
            for (const file of [home + '/planted', '/usr/planted', '/etc/planted', '/planted']) {
              attempt('write ' + file, () => fs.writeFileSync(file, 'x'));
            }
            const socket = net.connect(PORT, '127.0.0.1');
            const end = (how) => {
              found['call the host'] = how;
              fs.writeFileSync('found.json', JSON.stringify({ found, env: process.env }));
              process.exit(0);
            };
            socket.on('connect', () => end('done'));
            socket.on('error', (e) => end('refused: ' + e.code));
            """;

    private static final String TELLS =
            """
            const fs = require('fs');
            require('http').createServer((request, answer) => {
              answer.setHeader('Content-Type', 'application/json');
              const result = JSON.parse(fs.readFileSync(__dirname + '/found.json'));
              answer.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private static final String GREEDY =
            "const all = []; for (;;) { all.push(Buffer.alloc(1 << 24, 1)); }";

    private final House house;

    Row17BuildTest(House house) {
        this.house = house;
    }

    @TempDir Path dir;

    @Test
    void aBuildFindsAndChangesNothingOfTheMachine() throws Exception {
        String build =
                BUILD.replace("HOME", house.host().home().toString())
                        .replace("PORT", String.valueOf(house.host().port()));
        Run install = installed("curious", build);
        assertThat(install.exitCode()).as(install.out()).isZero();

        JsonNode told = house.host().call("example.com/curious", "tell").path("result");
        assertThat(told.path("found").properties()).hasSize(13);
        assertThat(told.path("found").properties())
                .allSatisfy(tried ->
                        assertThat(tried.getValue().asText())
                                .as(tried.getKey())
                                .startsWith("refused: "));
        assertThat(told.path("env").toString())
                .doesNotContain("BEARER", house.host().systemToken());
        assertThat(house.host().home().resolve("planted")).doesNotExist();
        assertThat(Path.of("/usr/planted")).doesNotExist();
    }

    @Test
    void aBuildThatTakesAllMemoryIsEndedAndTheHostGoesOn() throws Exception {
        Run install = installed("greedy", GREEDY);

        assertThat(install.exitCode()).as(install.out()).isNotZero();
        assertThat(install.out()).contains("npm run build");
        assertThat(house.host().call("atek.cloud/services-api", "get", "greedy").has("result"))
                .isFalse();
        assertThat(house.host().call("atek.cloud/inspect-api", "isReady").has("result")).isTrue();
    }

    private Run installed(String name, String build) throws Exception {
        try (var source = GitPackage.create(dir, name)) {
            source.write("atek.json", "{\"exports\":[{\"api\":\"example.com/" + name + "\"}]}")
                    .write("index.js", TELLS)
                    .write("build.js", build)
                    .write(
                            "package.json",
                            "{\"main\": \"index.js\", \"scripts\": {\"build\": \"node build.js\"}}")
                    .release("v1.0.0");
            return house.host().cli("install", source.bare().toString());
        }
    }
}
