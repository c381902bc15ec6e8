package cloud.atek.host.chaos;

import cloud.atek.host.testkit.GitPackage;
import java.io.IOException;
import org.eclipse.jgit.api.errors.GitAPIException;

/// What a service of the chaos is made of. Each says its number, to calls and to browsers.
enum Kind {
    JAVA(
            "Main.java",
            """
            import cloud.atek.kit.Service;

            class Main {
                public interface Who {
                    String who();
                }

                public static void main(String[] args) {
                    Service.fromEnvironment().export("/", Who.class, caller -> () -> "NAME").serve();
                }
            }
            """),
    NODE(
            "index.js",
            """
            const http = require('http')

            http.createServer((req, res) => {
              if (req.method !== 'POST') return res.end('NAME')
              const chunks = []
              req.on('data', (chunk) => chunks.push(chunk))
              req.on('end', () => {
                const {id} = JSON.parse(Buffer.concat(chunks))
                res.end(JSON.stringify({jsonrpc: '2.0', id, result: 'NAME'}))
              })
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
            """),
    STATIC("index.html", "<h1>NAME</h1>");

    private final String file;
    private final String text;

    Kind(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// Puts one release of it into a repository.
    void release(GitPackage git, String name, String version) throws IOException, GitAPIException {
        git.write(file, text.replace("NAME", name + " " + version))
                .write("atek.json", "{\"exports\":[{\"api\":\"example.com/%s\"}]}".formatted(name))
                .release(version);
    }

    /// The same with one that cannot run: its manifest is wrong, or it ends at once.
    void releaseBroken(GitPackage git, String version, boolean manifest)
            throws IOException, GitAPIException {
        if (manifest || this == STATIC) {
            git.write("atek.json", "{\"exports\":7}");
        } else {
            git.write(
                    file,
                    this == NODE
                            ? "process.exit(9)"
                            : "class Main { void main() { System.exit(9); } }");
        }
        git.release(version);
    }
}
