package cloud.atek.host.chaos;

import cloud.atek.host.testkit.GitPackage;
import java.io.IOException;
import java.nio.file.Path;
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

    /// A repository of it, with one release.
    GitPackage published(Path dir, String name) throws IOException, GitAPIException {
        return GitPackage.create(dir, name)
                .write(file, text.replace("NAME", name))
                .write("atek.json", "{\"exports\":[{\"api\":\"example.com/%s\"}]}".formatted(name))
                .release("v1.0.0");
    }
}
